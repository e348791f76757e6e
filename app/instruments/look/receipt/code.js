// The lines of PyTorch behind the number, one click away.
import { ask } from '../../kit/ask.js'
import { closesBeside, copying } from '../../kit/copying.js'

const KEPT = 2000 // ms until the browser has taken the file

/** The visitor's own file, under the name that the code reads. */
function save(file) {
  const anchor = Object.assign(document.createElement('a'), { href: URL.createObjectURL(file), download: 'picture.png' })
  anchor.click()
  setTimeout(() => URL.revokeObjectURL(anchor.href), KEPT)
}

/** → show({ network, layer, cell, picture, file (null: none) }) */
export function codeOf($, t, failed) {
  const dialog = $('dialog')
  const say = text => ($('dialog .said').textContent = text)
  let file = null
  copying($('[data-do=copy]'), () => $('pre code').textContent, t, say)
  $('[data-do=save]').onclick = () => save(file)
  closesBeside(dialog)
  return async function show(asked) {
    let text = ''
    try {
      const query = { network: asked.network, layer: asked.layer, cell: asked.cell.join(','), form: 'pixels' }
      text = await (await ask('code', query, asked.picture)).text()
    } catch (error) {
      return failed(error)
    }
    file = asked.file
    const reads = text.includes('"picture.png"')
    $('[data-do=save]').hidden = !reads || !file
    $('dialog .about').textContent = reads ? t.code_file : t.code_about
    $('pre code').textContent = text
    say('')
    dialog.showModal()
  }
}
