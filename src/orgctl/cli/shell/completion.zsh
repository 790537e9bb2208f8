#compdef orgctl
# What Tab completes after `orgctl`, in zsh. Made by: orgctl completion zsh
_orgctl() {
    local -a lines who values shown
    local line
    lines=("${(@f)$(command orgctl --complete zsh "${COLUMNS:-80}" "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" \
        2>/dev/null </dev/null)}")
    who=("${(@s:	:)lines[1]}")
    (( ${who[2]:-0} )) && compset -p "$who[2]"
    case $who[1] in
        files) _files ;;
        commands) _command_names -e ;;
        words)
            for line in "${(@)lines[2,-1]}"; do
                values+=("${line%%	*}")
                shown+=("${line#*	}")
            done
            (( $#values )) && compadd -l -V orgctl -M 'm:{a-zA-Z}={A-Za-z}' -d shown -a values
            ;;
    esac
}
if (( ! $+functions[compdef] )); then
    autoload -Uz compinit && compinit -i
fi
compdef _orgctl orgctl
