# What Tab completes after `orgctl`, in bash. Made by: orgctl completion bash
_orgctl() {
    local line who=
    COMPREPLY=()
    while IFS= read -r line; do
        if [[ -z $who ]]; then
            who=$line
        else
            COMPREPLY+=("$line")
        fi
    done < <(command orgctl --complete bash "${COLUMNS:-80}" "${COMP_TYPE:-9}" "$2" \
        "${COMP_LINE:0:COMP_POINT}" 2>/dev/null </dev/null)
    compopt +o default +o bashdefault 2>/dev/null
    case $who in
        files*) compopt -o default ;;
        commands*) mapfile -t COMPREPLY < <(compgen -c -- "$2") ;;
    esac
}
complete -o nosort -F _orgctl orgctl 2>/dev/null || complete -F _orgctl orgctl
