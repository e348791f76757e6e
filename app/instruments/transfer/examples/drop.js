// What is pasted or dropped anywhere on the tab goes to the chosen class, a zip to all of them.
import { closestTo } from '../../kit/element.js'
import { bus } from '../../kit/bus.js'

const files = transfer => [...(transfer?.files ?? [])]
const isZip = file => /\.zip$/i.test(file.name) || file.type === 'application/zip'

/**
 * Files for the chosen class, or the class that they were dropped on.
 * @param {any} own
 * @param {any} given
 * @param {any} [which]
 */
export function takeFiles(own, given, which = bus.get('transfer.chosen')) {
  const zip = given.find(isZip)
  if (zip) return own.edits.bringZip(zip)
  if (given.length && which !== null) return own.edits.bring(which, given)
}

export function bindDrop({ element }, own) {
  const open = () => bus.get('tab') === 'transfer'
  const mine = event => open() && files(event.clipboardData ?? event.dataTransfer).length && !closestTo(event, '#cnn-try_it')
  for (const name of ['paste', 'drop'])
    document.addEventListener(
      name,
      (/** @type {any} */ event) => {
        if (!mine(event)) return
        event.preventDefault()
        event.stopImmediatePropagation()
        document.body.classList.remove('dropping')
        const on = closestTo(event, '#cnn-examples .class')
        takeFiles(own, files(event.clipboardData ?? event.dataTransfer), on && element.contains(on) ? Number(on.dataset.id) : undefined)
      },
      { capture: true },
    )
}
