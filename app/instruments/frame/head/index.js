// Title, language, theme, projector, link, help and what there is to say about the networks; the keys of the whole page.
import { address } from '../../kit/begin.js'
import { onKeys } from '../../kit/keys.js'
import { language } from '../../kit/language.js'
import { readLink, START } from '../../kit/permalink.js'
import { pack } from '../../kit/carry.js'
import { cross } from '../../kit/crossing.js'
import { onTab, openTab, whenThere } from '../../kit/tabs.js'
import { about } from './about.js'

const TABS = 8
const SAID = 2000 // ms a button says that it is done
const ROOT = new URL('../../../', import.meta.url)

/** What the browser keeps for the next visit; where it keeps nothing, nothing is lost but that. */
const kept = {
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

function appearance(bus, $) {
  const places = [document.documentElement, document.body]
  const put = (name, on) => {
    for (const place of places) place.classList.toggle(name, on)
  }
  const has = name => document.body.classList.contains(name)
  const say = () => bus.set('theme', Symbol())
  return {
    dark(on = !has('dark')) {
      kept.set('cnnTheme', on ? 'dark' : 'light')
      put('dark', on)
      $('[data-do=dark]').ariaPressed = String(on)
      say()
    },
    projector(on = !has('projector')) {
      kept.set('cnnProjector', on ? '1' : '')
      put('projector', on)
      $('[data-do=projector]').ariaPressed = String(on)
      say()
    },
    begin() {
      const stored = kept.get('cnnTheme')
      put('dark', stored ? stored === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches)
      $('[data-do=dark]').ariaPressed = String(has('dark'))
      put('projector', !!kept.get('cnnProjector'))
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
    }, SAID)
    return true
  } catch {
    return false
  }
}

/** The two languages keep everything that is on the screen, and whatever is the visitor's own. */
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
      await pack(source)
      cross()
      location.href = link.href
    }
  }
}

function tabs(bus) {
  const wanted = readLink(location.search).tab
  if (wanted && wanted !== START.tab) openTab('main', `tab-${wanted}`)
  onTab('main', id => bus.set('tab', id.replace(/^tab-/, '')))
}

export function mount({ $, $$, t, bus, trigger }) {
  document.title = t.title
  const look = appearance(bus, $)
  look.begin()
  const showAbout = about($, t)
  const doing = {
    dark: () => look.dark(),
    projector: () => look.projector(),
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
      if (!(await copyLink({ $, t }))) bus.set('trouble', t.not_copied)
    },
  }
  for (const button of $$('[data-do]')) button.onclick = () => doing[button.dataset.do]()
  for (const dialog of $$('dialog'))
    dialog.addEventListener('click', event => {
      if (event.target === dialog) dialog.close()
    })
  onKeys({
    d: () => look.dark(),
    p: () => look.projector(),
    l: doing.link,
    '?': doing.help,
    ...Object.fromEntries(Array.from({ length: TABS }, (_, i) => [String(i + 1), () => openTab('main', i)])),
  })
  languages({ $$, bus })
  whenThere('#main > [role=tabpanel]', () => tabs(bus))
  bus.on('opened', () => trigger('opened'))
  bus.set('words', t)
}
