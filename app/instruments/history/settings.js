// What History is set to, and how a link says it. Pure. In the link: room, year, built, race, labels, scheme, box.
//   view   which of its rooms is open        year   of the challenge        built   the network that is shown of that year
//   data   what the race runs on             count  labelled pictures per class that are read off the race
//   plan   the network that is drawn layer by layer
//   box    the layer whose maps are open in that drawing; null: its first convolution

export const VIEWS = ['challenge', 'race', 'five', 'layers']
export const YEARS = [1998, 2010, 2011, 2012, 2013, 2014, 2015, 2016, 2017]
export const COUNTS = [1, 2, 5, 10, 20, 50, 100]
export const PLANS = ['lenet5_1998', 'alexnet']

export const FIRST = {
  view: 'challenge',
  year: 2012,
  built: null,
  data: 'digits',
  count: 10,
  plan: 'lenet5_1998',
  box: null,
}
const SAID = {
  view: 'room',
  year: 'year',
  built: 'built',
  data: 'race',
  count: 'labels',
  plan: 'scheme',
  box: 'box',
} // setting → key of the link

const oneOf = list => text => list.find(value => String(value) === text)

export const KEYS = /** @type {(keyof import('../kit/state.js').TabStates['history'])[]} */ (Object.keys(FIRST))
/** For every key of the link: text → what it says, undefined where that is nothing legal. */
export const READ = {
  room: oneOf(VIEWS),
  year: oneOf(YEARS),
  built: text => (/^[a-z0-9_]{1,40}$/.test(text) ? text : undefined),
  race: text => (/^[a-z0-9_]{1,40}$/.test(text) ? text : undefined),
  labels: oneOf(COUNTS),
  scheme: oneOf(PLANS),
  box: text => (/^[\w.]{1,80}$/.test(text) ? text : undefined),
}

/** Settings as a link says them. */
export const toLink = settings => Object.fromEntries(Object.entries(SAID).map(([key, name]) => [name, settings[key]]))

/** What a link need not say. */
export const START = toLink(FIRST)

/** What a link said, as settings. */
export const fromLink = said => Object.fromEntries(Object.entries(SAID).map(([key, name]) => [key, said[name] ?? FIRST[key]]))
