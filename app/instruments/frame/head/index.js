// Title, language, theme, projector, link, help and what there is to say about the networks; the keys of the whole page.
import { address } from '../../kit/start_page.js'
import { onKeys } from '../../kit/shortcuts.js'
import { language } from '../../kit/language.js'
import { readLink, START } from '../../kit/permalink.js'
import { stashPicture } from '../../kit/handoff.js'
import { cross } from '../../kit/crossing.js'
import { onTab, openTab, whenThere } from '../../kit/gradio_tabs.js'
import { followClasses } from '../../kit/needs_classes.js'
import { about } from './about.js'
import { ROOT } from '../../kit/root.js'

/** @typedef {import('../../kit/bus.js').Bus} Bus */
/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const TABS = 9
const DONE_MS = 2000 // ms a button says that it is done

/** What the browser keeps for the next visit; where it keeps nothing, nothing is lost but that. */
const storage = {
  get: key => {
    try {
      return localStorage[key]
    } catch {
      return undefined
    }
  },
  set: (key, value) => {
    try {
      localStorage[key] = value
    } catch {
      /* a private window */
    }
  },
}

/**
 * @param {Bus} bus
 * @param {any} $
 */
function appearance(bus, $) {
  const places = [document.documentElement, document.body]
  const put = (name, on) => {
    for (const place of places) place.classList.toggle(name, on)
  }
  const has = name => document.body.classList.contains(name)
  const say = () => bus.set('theme', Symbol())
  return {
    dark(on = !has('dark')) {
      storage.set('cnnTheme', on ? 'dark' : 'light')
      put('dark', on)
      $('[data-do=dark]').ariaPressed = String(on)
      say()
    },
    projector(on = !has('projector')) {
      storage.set('cnnProjector', on ? '1' : '')
      put('projector', on)
      $('[data-do=projector]').ariaPressed = String(on)
      say()
    },
    begin() {
      const stored = storage.get('cnnTheme')
      put('dark', stored ? stored === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches)
      $('[data-do=dark]').ariaPressed = String(has('dark'))
      put('projector', !!storage.get('cnnProjector'))
      $('[data-do=projector]').ariaPressed = String(has('projector'))
      say()
    },
  }
}

/** Copies the address; the button says so for a moment. */
async function copyLink({ $, t }) {
  const button = $('[data-do=link]')
  const say = text => {
    $('[role=status]').textContent = text
  }
  try {
    await navigator.clipboard.writeText(address())
    button.textContent = t.copied
    say(t.copied)
    setTimeout(() => {
      button.textContent = t.link
      say('')
    }, DONE_MS)
    return true
  } catch {
    return false
  }
}

/**
 * The two languages keep everything that is on the screen, and whatever is the visitor's own.
 * @param {Pick<Instrument, '$$' | 'bus'>} parts
 */
function languages({ $$, bus }) {
  const home = { en: ROOT, pt: new URL('pt', ROOT) }
  for (const link of $$('[data-language]')) {
    const own = link.dataset.language === language
    if (own) link.setAttribute('aria-current', 'page')
    link.href = home[link.dataset.language]
    bus.on('link', query => {
      link.search = query
    })
    link.onclick = async event => {
      const source = bus.get('source')
      if (own || event.ctrlKey || event.metaKey || event.shiftKey) return
      if (!source?.file || source.sample) return cross()
      event.preventDefault()
      await stashPicture({ file: source.file, name: source.name })
      cross()
      location.href = link.href
    }
  }
}

/** @param {Bus} bus */
function tabs(bus) {
  const wanted = readLink(location.search).tab
  if (wanted && wanted !== START.tab) openTab('main', `tab-${wanted}`)
  onTab('main', id => bus.set('tab', id.replace(/^tab-/, '')))
}

/** @param {Instrument} parts */
export function mount({ $, $$, t, bus }) {
  document.title = t.title
  const styles = appearance(bus, $)
  styles.begin()
  const showAbout = about($, t)
  const doing = {
    dark: () => styles.dark(),
    projector: () => styles.projector(),
    help: () => $('dialog.help').showModal(),
    about: () => {
      $('dialog.help').close()
      showAbout(bus.get('networks') ?? new Map())
    },
    lecture: () => {
      $('dialog.help').close()
      bus.set('lecture.open', Symbol())
    },
    work: () => {
      $('dialog.help').close()
      bus.set('work.show', Symbol())
    },
    link: async () => {
      if (!(await copyLink({ $, t }))) bus.set('error', t.not_copied)
    },
  }
  for (const button of $$('[data-do]')) button.onclick = () => doing[button.dataset.do]()
  for (const dialog of $$('dialog'))
    dialog.addEventListener('click', event => {
      if (event.target === dialog) dialog.close()
    })
  onKeys({
    d: () => styles.dark(),
    p: () => styles.projector(),
    l: doing.link,
    '?': doing.help,
    ...Object.fromEntries(Array.from({ length: TABS }, (_, i) => [String(i + 1), () => openTab('main', i)])),
  })
  languages({ $$, bus })
  whenThere('#main > [role=tabpanel]', () => tabs(bus))
  followClasses(bus, t)
  bus.set('words', t)
}
