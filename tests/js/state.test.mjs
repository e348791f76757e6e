import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { setBy, used } from './bus_keys.mjs'

const APP = fileURLToPath(new URL('../../app/', import.meta.url))
const STATE = 'instruments/kit/state.js'

const sources = (end, folder = APP) =>
  readdirSync(folder, { recursive: true })
    .map(String)
    .filter(name => name.endsWith(end))
    .map(name => [relative(APP, join(folder, name)), readFileSync(join(folder, name), 'utf8')])

/** The word after the braces of a property's type, which may hold braces. */
function afterType(line) {
  let depth = 0
  for (let at = line.indexOf('{'); at < line.length; at++) {
    if (line[at] === '{') depth++
    if (line[at] === '}' && --depth === 0) return /^ (\w+)/.exec(line.slice(at + 1))?.[1]
  }
}

/** The names that a typedef of state.js lists. */
const listed = (text, type) => {
  const block = text.split('/**').find(one => one.includes(`@typedef {object} ${type}\n`))
  assert.ok(block, type)
  return block
    .split('\n')
    .filter(line => line.startsWith(' * @property'))
    .map(afterType)
}

/** Every key that state.js names. */
function named() {
  const text = readFileSync(join(APP, STATE), 'utf8')
  const tabs = [...text.matchAll(/@property \{(\w+State)\} (\w+)$/gm)].map(([, type, tab]) => [tab, listed(text, type)])
  return {
    tabs: new Map(tabs),
    keys: new Set([...listed(text, 'PageState'), ...tabs.flatMap(([tab, keys]) => keys.map(key => `${tab}.${key}`))]),
  }
}

const { tabs, keys } = named()
const javascript = sources('.js').filter(([name]) => name !== STATE)

test('the names are read, those of the page and those of every tab', () => {
  assert.ok(keys.has('network') && keys.has('train.view') && keys.has('work.question') && keys.has('connection'))
  assert.ok(![...keys].some(key => key.endsWith('undefined')))
})

test('a key that is used is named in state.js', () => {
  const wrong = [...javascript, ...sources('.py').filter(([, text]) => text.includes('window.cnn'))].flatMap(([name, text]) =>
    [...used(text, tabs)].filter(key => !keys.has(key)).map(key => `${name}: ${key}`),
  )
  assert.deepEqual(wrong, [])
})

test('a key that is named is used', async () => {
  const all = new Set(javascript.flatMap(([, text]) => [...used(text, tabs)]))
  for (const tab of tabs.keys()) {
    const settings = javascript.find(([name]) => name === `instruments/${tab}/settings.js`)
    if (!settings) continue
    const { KEYS } = await import(`../../app/instruments/${tab}/settings.js`) // what a link says is set and read by name of the setting
    for (const key of KEYS) {
      assert.ok(keys.has(`${tab}.${key}`), `${tab}.${key} is a setting that state.js does not name`)
      all.add(`${tab}.${key}`)
    }
  }
  assert.deepEqual(
    [...keys].filter(key => !all.has(key)),
    [],
  )
})

/** Who state.js says sets a key: Map of key → names. */
function setters() {
  const said = new Map()
  const blocks = readFileSync(join(APP, STATE), 'utf8').split('@typedef {object} ').slice(1)
  const tabOfType = new Map(
    [...readFileSync(join(APP, STATE), 'utf8').matchAll(/@property \{(\w+State)\} (\w+)$/gm)].map(([, ...of]) => of),
  )
  for (const block of blocks) {
    const tab = tabOfType.get(/^\w+/.exec(block)[0])
    for (const line of block.split('\n').filter(one => one.includes('@property') && one.includes(' ← ')))
      said.set(`${tab ? `${tab}.` : ''}${afterType(line)}`, line.split(' ← ')[1].split(', '))
  }
  return said
}

test('state.js says of every key who sets it, and each of them does', async () => {
  const found = new Map([...keys].map(key => [key, []]))
  const short = name => name.replace(/^instruments\//, '').replace(/(\/index)?\.js$/, '')
  for (const [name, text] of [...javascript, ...sources('.py').filter(([, text]) => text.includes('window.cnn'))])
    for (const key of setBy(name, text, keys)) found.get(key).push(short(name))
  for (const tab of tabs.keys()) {
    for (const file of ['settings', 'opened_groups'].filter(one => javascript.some(([name]) => name === `instruments/${tab}/${one}.js`))) {
      const { fromLink } = await import(`../../app/instruments/${tab}/${file}.js`)
      for (const key of Object.keys(fromLink?.({}) ?? {})) found.get(`${tab}.${key}`).push('link')
    }
  }
  const said = setters()
  const sorted = names => [...(names ?? [])].sort()
  assert.deepEqual(
    Object.fromEntries([...keys].map(key => [key, sorted(said.get(key))])),
    Object.fromEntries([...found].map(([key, names]) => [key, sorted(names)])),
  )
  assert.deepEqual(
    [...found].filter(([, names]) => !names.length),
    [],
  )
})

test('who sets a key is found in each way in which keys are set', () => {
  const at = (text, name = 'instruments/step/phases/index.js') => [...setBy(name, text, keys)].sort()
  assert.deepEqual(at("bus.set('tab', null)"), ['tab'])
  assert.deepEqual(at("set(get('passes') ? 'passes' : 'passesWanted', null)"), ['step.passes', 'step.passesWanted'])
  assert.deepEqual(at("const { set } = tabState(bus, 'work'); this.set('own', 1)", 'instruments/kit/work.js'), ['work.own'])
  assert.deepEqual(at("for (const key of ['tab', 'hover']) bus.set(key, null)"), ['hover', 'tab'])
  assert.deepEqual(at("bus.get('tab'); new Map().set('tab', 1)"), [])
})

test('a misspelt key is found, in each way in which keys are written', () => {
  const text =
    "bus.get('netwrok'); bus.on(['tab', 'train.veiw'], f); tabKeys('step', 'fase'); const { get } = tabState(bus, 'work'); get('ownn')"
  assert.deepEqual(
    [...used(text, tabs)].filter(key => !keys.has(key)),
    ['train.veiw', 'netwrok', 'step.fase', 'work.ownn'],
  )
})
