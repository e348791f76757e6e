// EN ⇄ PT is another page of the same visitor. What no link carries goes along in this tab's own memory: the token, under which the server
// has the classes and networks, and what only the page knows. It is written as the page goes and read once by the page that comes.
import { rehearsing } from './rehearsing.js'
import { ROOT } from './root.js'

const KEY = `cnnCross:${ROOT.pathname}`
const SOON = 60_000 // ms in which the page that was asked for comes, or does not

function taken() {
  try {
    const said = JSON.parse(sessionStorage.getItem(KEY) ?? 'null')
    sessionStorage.removeItem(KEY)
    return typeof said?.visitor === 'string' && Date.now() - said.when < SOON ? said : null
  } catch {
    return null // a browser that keeps nothing
  }
}

/** What the page before this one said, or null. Its visitor goes on here: the token is theirs from the first question on. */
export const crossed = rehearsing ? null : taken()
/** The token of this document, where nobody will ask with it. */
export const unused = crossed && (globalThis.cnnVisitor ?? null)
if (crossed) globalThis.cnnVisitor = crossed.visitor

let began = -Infinity
/** @type {() => Record<string, any>} */
let telling = () => ({})
/**
 * `tell()`: what shall go along.
 * @param {() => Record<string, any>} tell
 */
export const tells = tell => (telling = tell)
/** The visitor has asked for the other language. */
export const cross = () => (began = Date.now())
/** Whether the page is left for its other language, so that nothing of it is left behind. */
export const crossing = () => Date.now() - began < SOON

/** Writes it as the page goes. → whether it could. */
export function carry() {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ visitor: globalThis.cnnVisitor, when: Date.now(), ...telling() }))
    return true
  } catch {
    return false // the page is left like any other
  }
}

/**
 * Back and Forward to the other language's page, where a browser says so before it goes. `here`: the path of this page.
 * @param {string} here
 */
export function listenCrossing(here = location.pathname) {
  const pages = [ROOT, new URL('pt', ROOT)].map(({ pathname }) => pathname)
  globalThis.navigation?.addEventListener('navigate', (/** @type {any} */ event) => {
    const to = new URL(event.destination.url)
    if (event.navigationType === 'traverse' && to.origin === location.origin && to.pathname !== here && pages.includes(to.pathname)) cross()
  })
}

/**
 * The race that ran is asked for again as soon as Train is open; it has run on, and comes from its beginning.
 * @param {import('./bus.js').Bus} bus
 */
export function raceAgain(bus) {
  const end = bus.on(['train.actions', 'train.settings', 'train.race'], () => {
    if (!bus.get('train.actions') || !bus.get('train.settings') || !['none', 'ended'].includes(bus.get('train.race')?.state ?? '')) return
    queueMicrotask(() => end())
    bus.get('train.actions').start()
  })
}
