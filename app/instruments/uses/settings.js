// What Uses is set to, and how a link says it. Pure. In the link: use, manner, blend, pose,
// cascade, scale_of, smallest, overlap, sure, weather, lessons, place, day, cut, dabs, heat, slide, marks, kinds.
import { poseOf, poseText, REST } from './pose.js'
import { legalMarks, legalNames, SLIDES } from './marks.js'

//   view   which of the uses is open
//   manner the sample whose style is taken, null for a picture of the visitor's own        share   how much the style counts, 0 … 1
//   cut    skip connections of the colouring network that bring zeros: '13'            hints   dabs of colour on the grey picture, see colouring/hints.js
//   heat   temperature of its mean over the classes of colour

//   pose     of the portrait, see pose.js
//   cascade  the step of the search for faces whose boxes are shown        level  of the pyramid whose map lies over the picture, null: none
//   weather, training, camera, day  of the car park
//   smallest px of the smallest face        overlap  from which the worse of two boxes goes        sure  probability that each network asks for
//   slide    the picture of tissue        marks, kind_names  strokes and names of kinds, of each slide, see marks.js

export const VIEWS = ['faces', 'tissue', 'parking', 'translation', 'style', 'animation']

export const FIRST = {
  view: VIEWS[0],
  manner: 'galaxies',
  share: 0.9,
  pose: poseText(REST),
  cascade: 'onet',
  level: null,
  smallest: 40,
  overlap: 0.5,
  sure: '0.6,0.7,0.7',
  weather: 'sun',
  training: 'sun',
  camera: 'mast',
  day: 3,
  cut: '',
  hints: '',
  heat: 0.38,
  slide: 'colon',
  marks: '',
  kind_names: '',
}
const SAID = {
  view: 'use',
  manner: 'manner',
  share: 'blend',
  pose: 'pose',
  cascade: 'cascade',
  level: 'scale_of',
  smallest: 'smallest',
  overlap: 'overlap',
  sure: 'sure',
  weather: 'weather',
  training: 'lessons',
  camera: 'place',
  day: 'day',
  cut: 'cut',
  hints: 'dabs',
  heat: 'heat',
  slide: 'slide',
  marks: 'marks',
  kind_names: 'kinds',
} // setting → key of the link

const oneOf = list => text => list.find(value => value === text)
const CASCADE = ['all', 'kept', 'rnet', 'onet']
const within = (text, low, high) => (/^\d{1,3}(\.\d{1,3})?$/.test(text) && +text >= low && +text <= high ? Number(text) : undefined)

export const KEYS = /** @type {(keyof import('../kit/state.js').TabStates['uses'])[]} */ (Object.keys(FIRST))
/** For every key of the link: text → what it says, undefined where that is nothing legal. */
export const READ = {
  use: text => VIEWS.find(view => view === text),
  manner: text => (/^[\w.-]{1,80}$/.test(text) ? text : undefined),
  blend: text => (/^(0(\.\d{1,3})?|1)$/.test(text) ? Number(text) : undefined),
  pose: text => (poseOf(text) ? text : undefined),
  weather: oneOf(['sun', 'cloud', 'rain', 'dusk', 'snow']),
  lessons: oneOf(['sun', 'augmented', 'rain']),
  place: oneOf(['mast', 'left', 'roof']),
  day: text => (/^[1-9]\d{0,2}$/.test(text) ? Number(text) : undefined),
  cascade: text => CASCADE.find(step => step === text),
  scale_of: text => (/^\d{1,2}$/.test(text) ? Number(text) : undefined),
  smallest: text => within(text, 20, 200),
  overlap: text => within(text, 0.1, 0.9),
  sure: text => (text.split(',').length === 3 && text.split(',').every(part => within(part, 0.5, 0.99) !== undefined) ? text : undefined),
  cut: text => (/^1?2?3?4?$/.test(text) ? text : undefined),
  dabs: text => (/^(\d{1,4}\.){3}[0-9a-f]{6}(-(\d{1,4}\.){3}[0-9a-f]{6}){0,63}$/.test(text) || text === '' ? text : undefined),
  heat: text => (/^(0\.\d{1,3}|1)$/.test(text) && Number(text) >= 0.05 ? Number(text) : undefined),
  slide: text => SLIDES.find(slide => slide === text),
  marks: text => (legalMarks(text) ? text : undefined),
  kinds: text => (legalNames(text) ? text : undefined),
}

/** Settings as a link says them. */
export const toLink = settings => Object.fromEntries(Object.entries(SAID).map(([key, name]) => [name, settings[key]]))

/** What a link need not say. */
export const START = toLink(FIRST)

/** What a link said, as settings. */
export const fromLink = said => Object.fromEntries(Object.entries(SAID).map(([key, name]) => [key, said[name] ?? FIRST[key]]))

/**
 * A link of the time when style transfer was a room of History still finds it.
 * @param {URLSearchParams} query which is changed
 */
export function moved(query) {
  if (query.get('tab') !== 'history' || query.get('room') !== 'after') return
  query.delete('room')
  query.set('tab', 'uses')
  query.set('use', 'style')
}
