// The lines of PyTorch behind the number, one click away.
import { ask } from '../../kit/ask.js'
import { closeOnOutsideClick, copyButton } from '../../kit/copy_button.js'
import { showCode, downloadCodeButton } from '../../kit/code_view.js'

/** → show({ network, layer, cell, picture }) */
export function codeOf($, t, failed) {
  const dialog = $('dialog')
  const code = $('pre code')
  const say = text => ($('dialog .said').textContent = text)
  let question = null
  copyButton($('[data-do=copy]'), () => code.textContent, t, say)
  downloadCodeButton($('[data-do=take]'), () => question, say)
  closeOnOutsideClick(dialog)
  return async function show({ network, layer, cell, picture }) {
    let text = ''
    const asked = {
      path: 'receipt_code',
      name: `${layer}-${cell.join('-')}`,
      query: { network, layer, cell: cell.join(','), form: 'pixels' },
      body: picture,
    }
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
