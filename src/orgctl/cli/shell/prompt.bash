# The active organization before bash's prompt. Made by: orgctl prompt bash
__orgctl_prompt() {
    local code=$? url
    url=$(ORGCTL_OUTPUT='' command orgctl current 2>/dev/null </dev/null)
    [[ -z $url ]] || printf '(%s) ' "$url"
    return "$code"
}
if [[ $PS1 != *__orgctl_prompt* ]]; then
    PS1='$(__orgctl_prompt)'$PS1
fi
