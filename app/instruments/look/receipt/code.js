// The lines of PyTorch behind the number, one click away.
import { ask } from '../../kit/ask.js'
import { closesBeside, copying } from '../../kit/copying.js'
import { showCode, taking } from '../../kit/shown.js'

/** → show({ network, layer, cell, picture }) */
export function codeOf($, t, failed) {
  const dialog = $('dialog')
  const code = $('pre code')
  const say = text => ($('dialog .said').textContent = text)
  let question = null
  copying($('[data-do=copy]'), () => code.textContent, t, say)
  taking($('[data-do=take]'), () => question, say)
  closesBeside(dialog)
  return async function show({ network, layer, cell, picture }) {
    let text = ''
    const asked = { path: 'code', name: `${layer}-${cell.join('-')}`, query: { network, layer, cell: cell.join(','), form: 'pixels' }, body: picture }
    try {
      text = await (await ask(asked.path, asked.query, asked.body)).text()
    } catch (error) {
      return failed(error)
    }
    question = asked
    $('dialog .about').textContent = text.includes('"picture.png"') ? t.code_file : t.code_about
    showCode(code, text)
    say('')
    dialog.showModal()
  }
}
