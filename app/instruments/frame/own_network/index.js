// A network of the visitor's own from a .safetensors: recognised by its header, what it leaves open asked in one form, then sent.
import { ask } from '../../kit/ask.js'
import { closeOnOutsideClick, copyButton } from '../../kit/copy_button.js'
import { write } from '../../kit/language.js'
import { fillTemplate } from '../../kit/numbers.js'
import { withFileName } from '../../kit/picture_input.js'
import { conversion, headOf, isForeign, isPickled, isWeights, namesIn, packed } from './weights_file.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */
/** @typedef {import('../../kit/types.js').Failure} Failure */
/** @typedef {{ title: string, classes: number, names: string[], size: number, resize: number, mean: number[], std: number[], drawing: boolean, complete: boolean }} Question */

const MEGA = 1e6

/** @param {Instrument} parts */
export function mount(parts) {
  const { $, t, bus } = parts
  const convert = $('dialog.convert')
  copyButton($('[data-do=copy]'), () => convert.querySelector('code').textContent, t)
  closeOnOutsideClick(convert)
  const form = bindForm(parts)
  const choice = $('input.weights')
  choice.onchange = () => {
    const [file] = choice.files
    choice.value = ''
    if (file) bring({ ...parts, form }, file)
  }
  bus.on('networkFileChoice', () => choice.click())
  bus.on('networkFile', file => file && bring({ ...parts, form }, file))
  addEventListener('drop', event => takeDrop({ ...parts, form }, event), true)
}

/**
 * Weights that are dropped anywhere are taken before anybody takes them for a picture; names that are dropped on the form fill it.
 * @param {Instrument & Record<string, any>} parts
 * @param {DragEvent} event
 */
function takeDrop(parts, event) {
  const [file] = event.dataTransfer?.files ?? []
  const names = parts.$('dialog.form').open && (file?.type === 'text/plain' || /\.txt$/i.test(file?.name ?? ''))
  if (!file || (!names && !isWeights(file))) return
  event.preventDefault()
  event.stopImmediatePropagation()
  document.body.classList.remove('dropping')
  if (names) parts.form.fillNames(file)
  else bring(parts, file)
}

/**
 * @param {Instrument & Record<string, any>} parts
 * @param {File} file
 */
async function bring(parts, file) {
  const { $, t, bus, form } = parts
  const refuse = sentence => bus.set('error', withFileName(file, sentence))
  bus.set('error', null)
  if (isForeign(file)) return refuse(t.foreign)
  if (await isPickled(file)) return showConversion($, t, file.name)
  const size = file.size / MEGA
  if (size > t.most) return refuse(fillTemplate(t.too_large, { size: write.short(size), most: write.short(t.most) }))
  try {
    /** @type {Question | null} */
    const question = await (await ask('network_question', { size: file.size }, await headOf(file))).json()
    if (question && !question.complete) return form.show(file, question)
    bus.set('loading', t.sending)
    await send(parts, file, null).finally(() => bus.set('loading', null))
  } catch (thrown) {
    refuse(sentenceOf(thrown, t))
  }
}

/**
 * What went wrong, for people.
 * @param {unknown} thrown
 * @param {import('../../kit/types.js').Words} t
 */
function sentenceOf(thrown, t) {
  const error = /** @type {Failure} */ (thrown)
  if (!error.kind) console.error(error)
  return error.message || t.unreachable
}

/**
 * The whole file; the network that it makes opens.
 * @param {Pick<Instrument, 'bus'>} parts
 * @param {File} file
 * @param {object | null} answers
 */
async function send({ bus }, file, answers) {
  const { size, body } = answers ? packed(answers, file) : { size: 0, body: file }
  /** @type {{ network: string }} */
  const { network } = await (await ask('network_upload', { name: file.name, answers: size }, body)).json()
  bus.set('ownNetworksChanged', { changed: [network] })
  const end = bus.on('networks', networks => {
    if (!networks.has(network)) return
    queueMicrotask(() => end())
    bus.set('wantedNetwork', network)
  })
}

/**
 * @param {Instrument['$']} $
 * @param {import('../../kit/types.js').Words} t
 * @param {string} name
 */
function showConversion($, t, name) {
  const dialog = $('dialog.convert')
  dialog.querySelector('p').textContent = fillTemplate(t.convert_why, { file: name })
  dialog.querySelector('code').textContent = conversion(name)
  dialog.showModal()
}

/**
 * The one form. → { show, fillNames }
 * @param {Instrument} parts
 */
function bindForm(parts) {
  const { $, $$, t } = parts
  const dialog = $('dialog.form')
  const names = $('textarea')
  const list = $('input.list')
  /** @type {{ file: File, question: Question } | null} */
  let asked = null
  const fields = key => $$(`[name=${key}]`)
  const fillNames = async file => (names.value = (await file.text()).trimEnd())
  $('[data-do=names]').onclick = () => list.click()
  $('[data-do=cancel]').onclick = () => dialog.close()
  list.onchange = () => {
    const [file] = list.files
    list.value = ''
    if (file) fillNames(file)
  }
  dialog.addEventListener('close', () => (asked = null))
  $('form.fields').onsubmit = async event => {
    event.preventDefault()
    if (!asked || $('.go').disabled) return
    const given = asked
    waiting(true)
    try {
      await send(parts, given.file, answers(given.question))
      dialog.close()
    } catch (thrown) {
      $('.failed').textContent = sentenceOf(thrown, t)
    }
    waiting(false)
  }
  const waiting = on => {
    $('.go').disabled = on
    $('.sending').textContent = on ? t.sending : ''
    if (on) $('.failed').textContent = ''
  }
  /** @param {Question} question */
  const answers = question => ({
    classes: namesIn(names.value),
    ...(!question.drawing && {
      size: Number(fields('size')[0].value),
      resize: Number(fields('resize')[0].value),
      mean: fields('mean').map(one => Number(one.value)),
      std: fields('std').map(one => Number(one.value)),
    }),
  })
  /**
   * @param {File} file
   * @param {Question} question
   */
  const show = (file, question) => {
    asked = { file, question }
    const n = write.count(question.classes)
    $('.about').textContent = fillTemplate(t.recognised, { file: file.name, network: question.title, n })
    $('.count').textContent = fillTemplate(t.names, { n })
    names.value = question.names.join('\n')
    $('.preparation').hidden = question.drawing
    for (const key of ['size', 'resize', 'mean', 'std'])
      fields(key).forEach((one, i) => (one.value = String([question[key]].flat()[i] ?? '')))
    $('.failed').textContent = ''
    dialog.showModal()
    names.focus()
  }
  return { show, fillNames }
}
