// Reads from source text which keys of the bus it uses, and which it sets.

/** A call's first argument: up to the comma that ends it. */
function firstArgument(text) {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    if ('([{'.includes(text[at])) depth++
    if (')]}'.includes(text[at]) && depth-- === 0) return text.slice(0, at)
    if (text[at] === ',' && depth === 0) return text.slice(0, at)
  }
  return text
}

const quoted = text => [...text.matchAll(/'([\w.]+)'/g)].map(([, key]) => key)
/** The keys of an argument: of a condition only what it chooses between. */
const keysOf = argument => quoted(argument.slice(argument.indexOf('?') + 1))

/** The tab whose short names a text uses: of `tabState`, else of the folder that it lies in. */
function tabOf(name, text) {
  const states = new Set([...text.matchAll(/\btabState\([\w.]+, '(\w+)'\)/g)].map(([, tab]) => tab))
  return states.size === 1 ? [...states][0] : name.split('/')[1]
}

/** Keys that a text uses by their whole names, or by the short ones of `tabState` and `tabKeys`. */
export function used(text, tabs) {
  const found = new Set()
  const dotted = new RegExp(`(['"\`])((?:${[...tabs.keys()].join('|')})\\.\\w+)\\1`, 'g')
  for (const [, , key] of text.matchAll(dotted)) found.add(key)
  for (const [, , , list] of text.matchAll(/\b(bus|cnn)\??\.(get|set|on|once)\(\s*(\[[^\]]*\]|'[^']*')/g))
    for (const [, key] of list.replace(/\.\.\.tabKeys\(.*?\)(?=[,\]])/gs, '').matchAll(/'([^']*)'/g)) found.add(key)
  for (const [, tab, keys] of text.matchAll(/\btabKeys\('(\w+)', ([^)]*)\)/g)) for (const key of quoted(keys)) found.add(`${tab}.${key}`)
  const states = new Set([...text.matchAll(/\btabState\([\w.]+, '(\w+)'\)/g)].map(([, tab]) => tab))
  if (states.size === 1)
    for (const [, key] of text.matchAll(/(?<![\w.])(?:this\.)?(?:get|set)\((?:m, )?'(\w+)'/g)) found.add(`${[...states][0]}.${key}`)
  return found
}

/** Keys that the file `name` sets, by their whole names, by the short ones of its tab, or one after the other from a list. */
export function setBy(name, text, keys) {
  const found = new Set()
  const add = key => keys.has(key) && found.add(key)
  for (const { 0: call, index } of text.matchAll(/\b(?:bus|cnn)\??\.set\(/g))
    keysOf(firstArgument(text.slice(index + call.length))).forEach(add)
  const tab = tabOf(name, text)
  for (const { 0: call, index } of text.matchAll(/(?<![\w.])(?:this\.)?set\((?:m, )?/g))
    for (const key of keysOf(firstArgument(text.slice(index + call.length)))) add(`${tab}.${key}`)
  for (const { 0: call, index } of text.matchAll(/\bown\.set\(/g))
    // its controller's, which stands for the tab
    for (const key of keysOf(firstArgument(text.slice(index + call.length)))) add(`${tab}.${key}`)
  for (const [, list, prefix = ''] of text.matchAll(
    /for \(const key of [^\n]*?\[([^\]]*)\]\)?\)\s*(?:\w+\.)?bus\.set\((?:key|`(\w+\.)\$\{key\}`)/g,
  ))
    for (const key of quoted(list)) add(prefix + key)
  for (const [, list] of text.matchAll(/\.#clear\(([^)]*)\)/g)) quoted(list).forEach(add)
  for (const [, of] of text.matchAll(/\btabViews\(\{ tab: '(\w+)'/g)) add(`${of}.view`)
  return found
}
