// Shown code in stretches: what is folded until somebody opens it, and what is always seen. Pure.
const OPENS = '# region '
const CLOSES = '# endregion'

/** The text in stretches: { text, fold } where `fold` is the line that opens a region, '' for what is always seen. Together they are the text. Pure. */
export function foldedRegions(text) {
  const found = [{ fold: '', text: '' }]
  for (const line of text.split(/(?<=\n)/)) {
    if (line.startsWith(OPENS)) found.push({ fold: line, text: '' })
    else found.at(-1).text += line
    if (line.startsWith(CLOSES)) found.push({ fold: '', text: '' })
  }
  return found.filter(one => one.fold || one.text)
}
