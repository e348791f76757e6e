// Shown code in stretches: what is folded until somebody opens it, and what is always seen. Pure.
const OPENS = '# region '
const CLOSES = '# endregion'

/**
 * The text in stretches: { text, fold } where `fold` is the line that opens a region, '' for what is always seen. Together they are the text. Pure.
 * @param {string} text
 */
export function foldedRegions(text) {
  let last = { fold: '', text: '' }
  const found = [last]
  const begin = (fold = '') => found.push((last = { fold, text: '' }))
  for (const line of text.split(/(?<=\n)/)) {
    if (line.startsWith(OPENS)) begin(line)
    else last.text += line
    if (line.startsWith(CLOSES)) begin()
  }
  return found.filter(one => one.fold || one.text)
}
