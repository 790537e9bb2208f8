# The active organization before fish's prompt. Made by: orgctl prompt fish
function __orgctl_status
    return $argv[1]
end
if not functions -q __orgctl_fish_prompt
    functions -c fish_prompt __orgctl_fish_prompt
    function fish_prompt
        set -l code $status
        set -l url (ORGCTL_OUTPUT='' command orgctl current 2>/dev/null </dev/null)
        test -n "$url"; and printf '(%s) ' "$url"
        __orgctl_status $code
        __orgctl_fish_prompt
    end
end
