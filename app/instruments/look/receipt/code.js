// The lines of PyTorch behind the number, one click away.
import { ask } from '../../kit/ask.js'

const SAID = 2000 // ms a button says that it is done

/** The visitor's own file, under the name that the code reads. */
function save(file) {
  const anchor = Object.assign(document.createElement('a'), { href: URL.createObjectURL(file), download: 'picture.png' })
  anchor.click()
  setTimeout(() => URL.revokeObjectURL(anchor.href), SAID)
}

/** → show({ network, layer, cell, picture, file (null: none) }) */
export function codeOf($, t, failed) {
  const dialog = $('dialog')
  const say = text => ($('dialog .said').textContent = text)
  let file = null
  $('[data-do=copy]').onclick = async event => {
    try {
      await navigator.clipboard.writeText($('pre code').textContent)
      event.target.textContent = t.copied
      say(t.copied)
      setTimeout(() => (event.target.textContent = t.copy), SAID)
    } catch {
      say(t.not_copied)
    }
  }
  $('[data-do=save]').onclick = () => save(file)
  dialog.addEventListener('click', event => {
    if (event.target === dialog) dialog.close()
  })
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
