# What Tab completes after `orgctl`, in fish. Made by: orgctl completion fish
function __orgctl_complete
    set -l words (commandline -opc)
    set -l typed (commandline -ct)
    set -l plain (string unescape -- "$typed" 2>/dev/null)
    or set plain (string replace -r '^["\']' '' -- "$typed")
    set -l lines (command orgctl --complete fish "$COLUMNS" $words[2..-1] "$plain" 2>/dev/null </dev/null)
    set -l who (string split \t -- "$lines[1]")
    switch "$who[1]"
        case files
            set -l before (string sub -l $who[2] -- "$plain")
            for file in (__fish_complete_path (string sub -s (math $who[2] + 1) -- "$plain"))
                printf '%s%s\n' "$before" "$file"
            end
        case commands
            __fish_complete_command
        case words
            string join -- \n $lines[2..-1]
    end
end
complete -c orgctl -f -k -a '(__orgctl_complete)'
