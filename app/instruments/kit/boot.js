// The one door between Gradio and an instrument: js_on_load calls boot, boot calls mount.
import { bus } from './bus.js'
import { RequestError, retryWhileOffline } from './ask.js'
import { startPage } from './start_page.js'

/** A module, also where the connection breaks while it is on its way. */
const importModule = address =>
  retryWhileOffline(() =>
    import(address).catch(error => {
      throw error.name === 'TypeError' ? new RequestError('unreachable', error.message) : error
    }),
  )

/** Mounts an instrument into the element Gradio made for it, once. `gradio` holds element, props, trigger. */
export async function boot(name, gradio) {
  const { element, props, trigger } = gradio
  if (element.dataset.mounted) return
  element.dataset.mounted = name
  element.inert = true // its buttons are there before what they do
  try {
    startPage()
    const { mount } = await importModule(new URL(`../${name}/index.js`, import.meta.url))
    mount({ element, trigger, bus, t: props?.t ?? {}, $: s => element.querySelector(s), $$: s => [...element.querySelectorAll(s)] })
  } catch (error) {
    element.textContent = `${name}: ${error.message}`
    element.classList.add('failed')
    console.error(error)
  } finally {
    element.inert = false
  }
}
