// Changing the lecture that is given: every change is checked as a file would be, kept in this browser, and can be taken back.
import { linkState } from '../../kit/start_page.js'
import { writeLink } from '../../kit/permalink.js'
import { allStops, parseLecture, toFile } from '../file_format.js'
import * as making from '../edits.js'
import { form } from './form.js'
import { thumbnailOfStage } from './thumbnails.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const MOST = 200 // changes that can be taken back

/** @param {Pick<Instrument, 't' | 'bus'> & Record<string, any>} parts */
async function add({ t, bus, given, view, put, now, again }) {
  const [i, tab] = [bus.get('lecture.at'), bus.get('tab')]
  const id = making.freshId(given(), tab ?? 'stop')
  const thumb = await thumbnailOfStage(tab).catch(() => null)
  const stop = {
    id,
    title: { en: t.new_title, pt: t.new_title },
    say: { en: '', pt: '' },
    see: view().replace(/^\?/, ''),
    guess: null,
    ...(thumb ? { thumb } : {}),
  }
  put(making.withStop(given(), i, stop))
  now.editing = true
  now.chosen = i + 1
  bus.set('lecture.overview', true)
  again()
}

/** What moves stops about. */
function arranging({ given, put, now, again }) {
  const choose = i => {
    now.chosen = i
    again()
  }
  const follow = (i, by) => {
    const { id } = allStops(given())[i]
    put(making.withSteppedStop(given(), i, by))
    choose(allStops(given()).findIndex(stop => stop.id === id))
  }
  return {
    up: i => follow(i, -1),
    down: i => follow(i, 1),
    remove(i) {
      put(making.withoutStop(given(), i))
      choose(Math.min(now.chosen ?? 0, allStops(given()).length - 1))
    },
    move(from, to) {
      put(making.withMovedStop(given(), from, to))
      choose(to)
    },
    choose,
  }
}

/** What the form changes of stop `i`. */
const changing = ({ given, put, t }, i) => ({
  stop: change => put(making.withChangedStop(given(), i, change)),
  section: change => put(making.withChangedSection(given(), i, change)),
  split: () => put(making.withSplitSection(given(), i, { en: t.new_section, pt: t.new_section })),
  join: () => put(making.withJoinedSections(given(), i)),
})

/** @param {Pick<Instrument, '$' | 't' | 'bus'> & Record<string, any>} parts */
export function createEditor({ $, t, bus, lecture, now, refuse, again }) {
  const past = []
  const undone = [] // what can be done once more, the next last
  let since = 0 // changes since the last download
  const given = () => bus.get('lecture.lecture')
  const view = () => writeLink(linkState())

  /** Takes a changed lecture if it is a legal one; says what is wrong otherwise, and leaves the old. */
  function put(changed, how = 'refused_edit') {
    if (changed === given()) return
    let checked
    try {
      checked = parseLecture(toFile(changed), t.parts)
    } catch (error) {
      return refuse(error, how)
    }
    refuse(null)
    remember()
    since++
    lecture.replace(checked)
    again()
  }
  /** What stands there can be had back after another lecture has taken its place. */
  function remember() {
    if (!given()) return
    push(past)
    undone.length = 0
  }
  function push(steps) {
    steps.push(given())
    if (steps.length > MOST) steps.shift()
  }
  const at = i => allStops(given())[i]
  /** One step from `from` to `to`, of which the lecture that stood there is the newest then. */
  function step(from, to, by) {
    if (!from.length) return
    push(to)
    since = Math.max(0, since + by)
    refuse(null)
    lecture.replace(from.pop())
    again()
  }
  const undo = () => step(past, undone, -1)
  const redo = () => step(undone, past, 1)
  bus.on('lecture.undo', undo)
  bus.on('lecture.redo', redo)
  const show = form($('form.one'), { t, view })
  return {
    add: () => add({ t, bus, given, view, put, now, again }),
    remember,
    ...arranging({ given, put, now, again }),
    changes: () => since,
    saved() {
      since = 0
      again()
    },
    show() {
      const i = Math.min(now.chosen ?? 0, allStops(given()).length - 1)
      const acts = { ...changing({ given, put, t }, i), undo, redo }
      const steps = { undo: past.length > 0, redo: undone.length > 0 }
      show(now.editing ? { stop: at(i), section: given().sections[at(i).section], steps } : null, acts)
    },
  }
}
