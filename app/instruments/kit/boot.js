// The one door between Gradio and an instrument: js_on_load calls boot, boot calls mount.
import { bus } from './bus.js'
import { RequestError, retryWhileOffline } from './ask.js'
import { startPage } from './start_page.js'

/** @typedef {import('./types.js').Words} Words */

/**
 * A module, also where the connection breaks while it is on its way.
 * @param {URL} address
 */
const importModule = address =>
  retryWhileOffline(() =>
    import(String(address)).catch(error => {
      throw error.name === 'TypeError' ? new RequestError('unreachable', error.message) : error
    }),
  )

/**
 * What finds elements of an instrument.
 * @param {HTMLElement} element
 */
const within = element => ({
  $: (/** @type {string} */ selector) => element.querySelector(selector),
  $$: (/** @type {string} */ selector) => [...element.querySelectorAll(selector)],
})

/**
 * Mounts an instrument into the element Gradio made for it, once. `gradio` holds element, props, trigger.
 * @param {string} name
 * @param {{ element: HTMLElement, props?: { t?: Words }, trigger: (event: string) => void }} gradio
 */
export async function boot(name, gradio) {
  const { element, props, trigger } = gradio
  if (element.dataset.mounted) return
  element.dataset.mounted = name
  element.inert = true // its buttons are there before what they do
  try {
    startPage()
    const { mount } = await importModule(new URL(`../${name}/index.js`, import.meta.url))
    mount({ element, trigger, bus, t: props?.t ?? {}, ...within(element) })
  } catch (error) {
    element.textContent = `${name}: ${/** @type {Error} */ (error).message}`
    element.classList.add('failed')
    console.error(error)
  } finally {
    element.inert = false
  }
}
