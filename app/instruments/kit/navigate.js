// From what is on the screen to what another link says, on the same page: everything that a link tells is set, also what it leaves out.
import { OWN, readLink, START } from './permalink.js'
import { toText } from './strokes.js'
import { clearedKeys, fromAddress, restoreTabs } from './tab_registry.js'
import { openTab } from './gradio_tabs.js'

/** @typedef {import('./types.js').Source} Source */
/** @typedef {import('./bus.js').Bus} Bus */

/** @typedef {import('./permalink.js').Said} Said */
/** @typedef {(said: Said, own: Source | null) => Promise<{ source: Source, trouble?: string }>} SourceOf the picture that a link names */
/** @typedef {{ network: string, source: Source, layer?: string, channel?: number }} Wanted what a link wants shown */

/**
 * @param {Source | null | undefined} a
 * @param {Source | null | undefined} b
 */
const samePicture = (a, b) => a === b || (a?.strokes && b?.strokes && !a.sample && !b.sample && toText(a.strokes) === toText(b.strokes))
/**
 * Where a picture of that kind is brought.
 * @param {Said} said
 */
const pictureTab = said => (said.sample === OWN ? 'input-picture' : said.sample ? 'input-samples' : 'input-draw')

/**
 * The picture that a link names: the one that is shown already, where it is that one; so nothing is asked twice.
 * @param {Said} said
 * @param {Bus} bus
 * @param {SourceOf} sourceOf
 * @param {Source | null} own
 */
async function wantedPicture(said, bus, sourceOf, own) {
  const now = bus.get('source')
  if (said.sample && now?.sample === said.sample) return { source: now }
  const { source, trouble } = await sourceOf(said, own)
  return { source: samePicture(source, now) ? now : source, trouble }
}

/**
 * → goTo(search, own): `own` is the visitor's picture that the link stands for, where it is one. Resolves when the stage shows it, or would if the server could. While it is on its way no tab counts as open, so that
 * none asks about what is half set; the tab that was open stays in sight until the answer is there.
 * @param {{ bus: Bus, sourceOf: SourceOf, turn: (to: Wanted, settle: () => void) => Promise<void> }} parts
 */
export function createNavigator({ bus, sourceOf, turn }) {
  /** @type {symbol | null} */
  let latest = null
  /**
   * @param {string} search
   * @param {Source | null} [own]
   */
  return async function goTo(search, own = null) {
    const mine = (latest = Symbol())
    const said = readLink(search)
    const { source, trouble } = await wantedPicture(said, bus, sourceOf, own)
    if (latest !== mine) return
    const tab = said.tab ?? START.tab
    const settle = () => {
      for (const key of /** @type {const} */ (['tab', 'selectedChannel', 'hoveredClass', 'hover'])) bus.set(key, null)
      for (const key of clearedKeys()) bus.set(key, null)
      bus.set('error', null)
      bus.set('scope', said.scope ?? START.scope)
      bus.set('temperature', said.temperature ?? START.temperature)
      for (const [key, value] of fromAddress(said)) bus.set(key, value)
    }
    await turn({ network: said.network ?? START.network, source, layer: said.layer, channel: said.channel }, settle)
    if (latest !== mine) return
    restoreTabs(said, bus)
    if (trouble) bus.set('error', trouble)
    openTab('main', `tab-${tab}`)
    bus.set('tab', tab)
    if (tab === START.tab) openTab('input', pictureTab(said))
    bus.set('navigated', { brought: !!bus.get('work.opening') }) // an object of its own each time
  }
}
