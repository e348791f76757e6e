// The rooms of History: which of them is open.
import { tabViews } from '../../kit/tab_views.js'
import { VIEWS } from '../settings.js'

export function mount({ $, t, bus }) {
  tabViews({ tab: 'history', names: VIEWS, list: $('.list'), t, bus })
}
