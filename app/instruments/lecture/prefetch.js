// The next stop, rehearsed in the wings: a second page of ours that nobody sees goes there first, and what it asked is kept for the stage.
import { createElement } from '../kit/element.js'
import { fetchOnce } from '../kit/ask.js'
import { bus } from '../kit/bus.js'
import { connection } from '../kit/connection.js'
import { AnswerCache } from '../kit/answer_cache.js'

const MODULES = new URL('../', import.meta.url).href
const NARROW = 900 // px: no second page on a phone
const MIRRORED = /^(lecture-|projector$|dark$)/

/** Gives a page's element the classes that decide how large its parts are. */
function copyClasses(from, to, asks) {
  for (const name of [...to.classList]) if (MIRRORED.test(name)) to.classList.remove(name)
  for (const name of from.classList) if (MIRRORED.test(name)) to.classList.add(name)
  if (from.classList.contains('lecture-band')) to.classList.toggle('lecture-asks', asks)
}

/** The stage loads the modules that the other page loaded, before a tab of its own asks for them. */
function shareModules(other) {
  const had = new Set()
  const heard = list => {
    for (const { name } of list.getEntries()) {
      if (had.has(name) || !name.startsWith(MODULES) || !name.endsWith('.js')) continue
      had.add(name)
      document.head.append(createElement('link', { rel: 'modulepreload', href: name }))
    }
  }
  new other.PerformanceObserver(heard).observe({ type: 'resource', buffered: true })
}

export function createPrefetch() {
  let frame = null
  let wanted = null

  function open() {
    globalThis.cnnAnswerCache = new AnswerCache(fetchOnce)
    frame = createElement('iframe', { src: location.pathname, tabIndex: -1, title: '', inert: true })
    frame.setAttribute('aria-hidden', 'true')
    frame.style.cssText = 'position:fixed;left:0;top:0;width:100vw;height:100vh;border:0;visibility:hidden;pointer-events:none;z-index:-1'
    document.body.append(frame)
    frame.onload = () => {
      const { contentWindow: other } = frame
      other.cnnAnswerCache = globalThis.cnnAnswerCache
      shareModules(other)
      other.HTMLElement.prototype.focus = () => {} // nobody's keys go behind the curtain
      const begun = setInterval(() => {
        if (frame?.contentWindow !== other) return clearInterval(begun)
        if (!other.cnn?.get('forward')) return
        clearInterval(begun)
        frame.dataset.ready = ''
        go()
      }, 200)
    }
  }
  function go() {
    if (wanted === null || frame?.dataset.ready === undefined) return
    const { document: there, cnn } = frame.contentWindow
    copyClasses(document.documentElement, there.documentElement, wanted.asks)
    copyClasses(document.body, there.body, wanted.asks)
    cnn.set('navigate', wanted.search)
    wanted = null
  }
  /** A page whose loading was cut never gets ready: another one, when the connection is back. */
  bus.on('connection', ({ state }) => {
    if (state !== 'back' || wanted === null || frame?.dataset.ready !== undefined) return
    frame?.remove()
    open()
  })
  return {
    /** `asks`: whether the stop that is rehearsed leaves room for a question. */
    rehearse(search, asks) {
      if (innerWidth <= NARROW) return
      wanted = { search, asks }
      if (!frame && !connection.away) open()
      go()
    },
    close() {
      frame?.remove()
      frame = wanted = null
      globalThis.cnnAnswerCache = undefined
    },
  }
}
