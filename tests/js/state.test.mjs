import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

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

/** Keys of the bus that a text uses by their whole names, or by the short ones of `tabState` and `tabKeys`. */
export function used(text, tabs) {
  const found = new Set()
  const dotted = new RegExp(`(['"\`])((?:${[...tabs.keys()].join('|')})\\.\\w+)\\1`, 'g')
  for (const [, , key] of text.matchAll(dotted)) found.add(key)
  for (const [, , , list] of text.matchAll(/\b(bus|cnn)\??\.(get|set|on|once)\(\s*(\[[^\]]*\]|'[^']*')/g))
    for (const [, key] of list.replace(/\.\.\.tabKeys\(.*?\)(?=[,\]])/gs, '').matchAll(/'([^']*)'/g)) found.add(key)
  for (const [, tab, keys] of text.matchAll(/\btabKeys\('(\w+)', ([^)]*)\)/g))
    for (const [, key] of keys.matchAll(/'(\w+)'/g)) found.add(`${tab}.${key}`)
  const states = new Set([...text.matchAll(/\btabState\([\w.]+, '(\w+)'\)/g)].map(([, tab]) => tab))
  if (states.size === 1)
    for (const [, key] of text.matchAll(/(?<![\w.])(?:this\.)?(?:get|set)\((?:m, )?'(\w+)'/g)) found.add(`${[...states][0]}.${key}`)
  return found
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

test('a misspelt key is found, in each way in which keys are written', () => {
  const text =
    "bus.get('netwrok'); bus.on(['tab', 'train.veiw'], f); tabKeys('step', 'fase'); const { get } = tabState(bus, 'work'); get('ownn')"
  assert.deepEqual(
    [...used(text, tabs)].filter(key => !keys.has(key)),
    ['train.veiw', 'netwrok', 'step.fase', 'work.ownn'],
  )
})
