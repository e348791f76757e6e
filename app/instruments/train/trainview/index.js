// The views of Train: which of them is open, and how many runs there are.
import { fillTemplate } from '../../kit/numbers.js'
import { tabViews } from '../../kit/tab_views.js'
import { VIEWS } from '../settings.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

/** @param {Instrument} parts */
export function mount({ $, t, bus }) {
  const buttons = tabViews({ tab: 'train', names: VIEWS, list: $('.list'), t, bus })
  bus.on('train.runs', runs => {
    buttons[VIEWS.indexOf('runs')].textContent = runs.length ? fillTemplate(t.runs, { n: runs.length }) : t.view_runs
  })
}
