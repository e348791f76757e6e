// The views of Train: which of them is open, and how many runs there are.
import { fill } from '../../kit/numbers.js'
import { views } from '../../kit/views.js'
import { VIEWS } from '../train.js'

export function mount({ $, t, bus }) {
  const buttons = views({ tab: 'train', names: VIEWS, list: $('.list'), t, bus })
  bus.on('train.runs', runs => {
    buttons[VIEWS.indexOf('runs')].textContent = runs.length ? fill(t.runs, { n: runs.length }) : t.view_runs
  })
}
