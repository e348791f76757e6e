// Views that ask a network for classes: where its answer is a picture they say so in one sentence and offer the last network that names classes.
import { createElement } from './element.js'
import { whenThere } from './gradio_tabs.js'
import { namesClasses, usualNetwork } from './network_cards.js'
import { viewNeedsClasses } from './view_needs.js'
import { fillTemplate } from './numbers.js'

/** @typedef {import('./bus.js').Bus} Bus */
/** @typedef {import('./types.js').Words} Words */

/**
 * Follows the open view and the network in use. `t` has needs_classes and back_to.
 * @param {Bus} bus
 * @param {Words} t
 */
export function followClasses(bus, t) {
  /** @type {{ key: string, title: string } | null} */
  let last = null // that named classes
  const sentence = createElement('p')
  const back = createElement('button', { type: 'button' })
  const notice = createElement('div', { className: 'instrument needs-classes' }, sentence, back)
  notice.setAttribute('role', 'status')
  back.onclick = () => last && bus.set('wantedNetwork', last.key)
  bus.on(['network', 'networks', 'tab', 'train.view', 'history.view'], () => {
    const [network, tab] = [bus.get('network'), bus.get('tab')]
    if (network && namesClasses(network)) last = network
    if (!network || !tab) return
    last ??= usualNetwork(bus.get('networks') ?? new Map(), false) ?? null
    const missing = !namesClasses(network) && viewNeedsClasses(tab, key => bus.get(key))
    document.querySelector('.without-classes')?.classList.remove('without-classes')
    notice.remove()
    if (!missing) return
    sentence.textContent = fillTemplate(t.needs_classes, { title: network.title })
    back.textContent = fillTemplate(t.back_to, { title: last?.title ?? '' })
    back.hidden = !last
    whenThere(`#${tab}`, () => {
      const place = document.getElementById(tab)
      place?.classList.add('without-classes')
      place?.prepend(notice)
    })
  })
}
