// The one maker of elements, against a document that only writes down what it is told.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { createButton, createElement, createSvgElement, createSvgText } from '../../app/instruments/kit/element.js'

const FOLDER = new URL('../../app/instruments/', import.meta.url)

class Recorded {
  constructor(tag, space) {
    Object.assign(this, { tag, space, inside: [], attributes: {} })
  }
  append(...inside) {
    this.inside.push(...inside)
  }
  setAttribute(name, value) {
    this.attributes[name] = value
  }
}
globalThis.document = { createElement: tag => new Recorded(tag, 'page'), createElementNS: (space, tag) => new Recorded(tag, space) }

test('words are classes, an object is properties, and the rest is what it holds', () => {
  const inner = createElement('b', 'strong', 'in')
  const outer = createElement('p', { title: 'why', tabIndex: -1 }, 'words ', inner, 5)
  assert.deepEqual([inner.tag, inner.className, inner.inside], ['b', 'strong', ['in']])
  assert.deepEqual([outer.title, outer.tabIndex, outer.inside], ['why', -1, ['words ', inner, '5']])
  assert.deepEqual(outer.attributes, {}, 'properties are no attributes')
})

test('an element without classes has no class attribute, not an empty one', () => {
  assert.equal('className' in createElement('i'), false)
  assert.equal('className' in createElement('i', ''), false)
})

test('what is not there is left out; zero is there', () => {
  assert.deepEqual(createElement('li', '', null, undefined, '', 0, ' ').inside, ['0', ' '])
})

test('SVG has its own space, attributes as text, and none that is undefined', () => {
  const made = createSvgElement('line', { x1: 0, x2: 2.5, class: undefined })
  assert.equal(made.space, 'http://www.w3.org/2000/svg')
  assert.deepEqual(made.attributes, { x1: '0', x2: '2.5' })
  const words = createSvgText(1, 2, 'ten', 'quiet', 'end')
  assert.deepEqual([words.tag, words.attributes, words.inside], ['text', { x: '1', y: '2', class: 'quiet', 'text-anchor': 'end' }, ['ten']])
})

test('a button never sends a form', () => {
  const act = () => {}
  const made = createButton('Go', act, 'go')
  assert.deepEqual([made.tag, made.type, made.className, made.onclick, made.inside], ['button', 'button', 'go', act, ['Go']])
})

test('nothing else on the page makes elements of its own', () => {
  const scripts = readdirSync(FOLDER, { recursive: true }).filter(name => name.endsWith('.js'))
  const own = scripts.filter(name => /\bdocument\.createElement(NS)?\(/.test(readFileSync(new URL(name, FOLDER), 'utf8')))
  assert.deepEqual(own, ['kit/element.js'])
  const named = scripts.filter(name => /(const|let|function) create(Svg)?Element\b/.test(readFileSync(new URL(name, FOLDER), 'utf8')))
  assert.deepEqual(named, ['kit/element.js'])
})
