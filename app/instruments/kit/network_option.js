// What the menu of networks says of one of them: its line in the list, and below the list what it takes or why it will not open.
import { createElement } from './element.js'
import { fillTemplate } from './numbers.js'
import { write } from './language.js'
import { isUntrained } from './network_list.js'

/** @typedef {import('./types.js').NetworkCard} NetworkCard */
/** @typedef {import('./types.js').Words} Words */

const AT_ONCE = 0.1 // s: what one does not wait for

/**
 * Fills an option of the listbox. `hosts`: whether the hosts of weights answer, undefined while nobody knows.
 * @param {HTMLElement} option
 * @param {NetworkCard} card
 * @param {Words} words
 * @param {boolean | undefined} hosts
 */
export function describeOption(option, card, words, hosts) {
  const facts = [
    String(card.year ?? ''),
    card.parameters ? fillTemplate(words.menu_parameters, { n: size(card.parameters) }) : '',
    card.macs ? fillTemplate(words.menu_macs, { n: size(card.macs) }) : '',
    card.accuracy ? `${write.short(card.accuracy)} %` : '',
    placeOf(card, words, hosts),
  ]
  option.replaceChildren(
    createElement('span', 'title', shortTitle(card)),
    ...facts.map((fact, i) => createElement('span', `fact fact-${i}`, fact)),
  )
  option.classList.toggle('refused', isRefused(card, hosts))
  option.ariaLabel = [card.title, ...facts].filter(Boolean).join(', ')
}

/**
 * Whether this server cannot open a network now: it is too large, or its weights are not here and cannot be had.
 * @param {Pick<NetworkCard, 'weights' | 'refused'>} card
 * @param {boolean | undefined} hosts
 */
export const isRefused = (card, hosts) => !!card.refused || card.weights === 'install' || (card.weights === 'download' && hosts === false)

/**
 * What a network will take, before it is opened; of one that will be refused, why.
 * @param {NetworkCard | undefined} card
 * @param {Words} words
 * @param {boolean | undefined} hosts
 */
export function costsOf(card, words, hosts) {
  if (!card) return ''
  const { memory_mb: memory, download_mb: download } = card
  if (card.refused) return card.refused
  if (isRefused(card, hosts) && card.weights === 'download')
    return fillTemplate(words.menu_no_host, { title: shortTitle(card), n: write.short(download ?? 0) })
  return [
    card.weights === 'download' ? fillTemplate(words.menu_fetch, { n: write.short(download ?? 0) }) : placeOf(card, words, hosts),
    memory && fillTemplate(words.menu_memory, { n: write.short(memory, 2) }),
    timeOf(card, words),
    card.paper,
  ]
    .filter(Boolean)
    .join(' · ')
}

/**
 * What one waits for, in seconds with one digit; nothing where nobody has measured it.
 * @param {Pick<NetworkCard, 'opening_seconds' | 'seconds'>} card
 * @param {Words} words
 */
function timeOf({ opening_seconds: opening, seconds }, words) {
  if (!opening || !seconds) return ''
  if (opening + seconds < AT_ONCE) return words.menu_at_once
  return fillTemplate(words.menu_seconds, { opening: write.short(opening, 1), n: write.short(seconds, 1) })
}

/**
 * 61 706, 25.6 M, 4.09 G
 * @param {number} n
 */
const size = n => (n < 1e6 ? write.count(n) : n < 1e9 ? `${write.short(n / 1e6)} M` : `${write.short(n / 1e9)} G`)

/**
 * A family's networks all read the same kind of picture: "ResNet-18" of "ResNet-18 · photographs".
 * @param {NetworkCard} card
 */
const shortTitle = card => (card.family && !isUntrained(card) ? card.title.split(' · ')[0] : card.title)

/**
 * @param {NetworkCard} card
 * @param {Words} words
 * @param {boolean | undefined} hosts
 */
function placeOf(card, words, hosts) {
  if (card.refused) return words.menu_too_large
  if (card.weights === 'install') return words.menu_install
  if (card.weights !== 'download') return words.menu_present
  return hosts === false ? words.menu_no_connection : fillTemplate(words.menu_download, { n: write.short(card.download_mb ?? 0, 2) })
}
