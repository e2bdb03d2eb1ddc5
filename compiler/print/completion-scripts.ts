import { wordsForShell } from './shell-words.ts';

/** The shells that completion is for. */
export const shells = ['bash', 'zsh', 'fish'] as const;

/** One of the shells. */
export type Shell = (typeof shells)[number];

/** Prints the script by which a shell completes a line: it asks plafond, which answers with words and nothing else. */
export function printCompletionScript(shell: Shell): string {
  return scripts[shell];
}

// bash takes a colon and an equals sign for the end of a word, so what stands before them is cut off what is offered; inside
// quotes it does not, and quotes what is offered itself. A space follows only a word that is whole.
const bash = `# Completes plafond in bash.
_plafond() {
  local line="\${COMP_LINE:0:COMP_POINT}" word= quote= cut= one at isWord=
  local -a typed=()
  for ((at = 0; at < \${#line}; at++)); do
    one="\${line:at:1}"
    if [[ -n $quote && $one == "$quote" ]]; then quote=
    elif [[ $one == \\\\ && $quote != "'" ]]; then word+="\${line:$((++at)):1}" isWord=1
    elif [[ -n $quote ]]; then word+="$one"
    elif [[ $one == \\" || $one == \\' ]]; then quote="$one" isWord=1
    elif [[ $one != [[:space:]] ]]; then word+="$one" isWord=1
    elif [[ -n $isWord ]]; then typed+=("$word"); word= isWord=
    fi
  done
  [[ -n $quote ]] || cut="\${word%"\${word##*[:=]}"}"
  COMPREPLY=()
  while IFS= read -r one; do
    case "$one" in *[:.=]) compopt -o nospace 2>/dev/null ;; esac
    if [[ -n $quote ]]; then COMPREPLY+=("$one"); else COMPREPLY+=("$(printf '%q' "\${one#"$cut"}")"); fi
  done < <(plafond --${wordsForShell} "\${typed[@]:1}" "$word" 2>/dev/null)
}
complete -o default -F _plafond plafond
`;

const zsh = `#compdef plafond
# Completes plafond in zsh.
_plafond() {
  local -a before found partial whole
  before=("\${(@Q)words[2,CURRENT-1]}")
  found=("\${(@f)$(plafond --${wordsForShell} "\${(@)before}" "\${(Q)PREFIX}" 2>/dev/null)}")
  partial=(\${(M)found:#*[:.=]})
  whole=(\${found:#*[:.=]})
  (( \${#partial} )) && compadd -S '' -- "\${(@)partial}"
  (( \${#whole} )) && compadd -- "\${(@)whole}"
  (( \${#partial} + \${#whole} )) || _files
}
if [[ "\${funcstack[1]}" == _plafond ]]; then
  _plafond "$@"
else
  compdef _plafond plafond
fi
`;

const fish = `# Completes plafond in fish.
function __plafond_words
  set -l word (string replace -r '^["\\']' '' -- (commandline -ct))
  set -l typed (commandline -opc) "$word"
  set -l found (plafond --${wordsForShell} $typed[2..-1] 2>/dev/null)
  if test (count $found) -gt 0
    printf '%s\\n' $found
  else
    __fish_complete_path (commandline -ct)
  end
end
complete -c plafond -f -a '(__plafond_words)'
`;

const scripts: Readonly<Record<Shell, string>> = { bash, zsh, fish };
