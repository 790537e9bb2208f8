# The active organization before zsh's prompt. Made by: orgctl prompt zsh
__orgctl_prompt() {
    local url
    url=$(ORGCTL_OUTPUT='' command orgctl current 2>/dev/null </dev/null)
    # %7v shows it as it is, whatever is in it
    psvar[7]=${url:+"($url) "}
}
autoload -Uz add-zsh-hook && add-zsh-hook precmd __orgctl_prompt
if [[ $PROMPT != *%7v* ]]; then
    PROMPT='%7v'$PROMPT
fi
