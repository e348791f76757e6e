// What a phase says: { whose, formula, numbers, says, so, then }, texts and elements.
import { createElement } from '../../kit/element.js'
import { write } from '../../kit/language.js'
import { fillTemplate } from '../../kit/numbers.js'
import { MOMENTUM, ranked, spelledRate, SURE } from '../settings.js'

const WEIGHED = ['convolution', 'dense']
/** Kinds of layers as they stand in a formula. */
const SHORT = {
  'max pooling': 'max',
  'average pooling': 'mean',
  subsampling: 'b + a · Σ',
  activation: 'f',
  addition: '+',
  distances: '−‖· − c‖²',
}
export function fraction(above, below) {
  const element = createElement('span', 'fraction')
  element.append(createElement('span', '', above), createElement('span', '', below))
  return element
}

/** The kind that matters most of what lies between two columns: what weighs, else the last. */
const mainOf = through => through.findLast(kind => WEIGHED.includes(kind)) ?? through.at(-1)
const bent = through => through.includes('activation') && mainOf(through) !== 'activation'

export function forward({ t, pass, at }) {
  const column = pass.columns[at]
  if (!at)
    return { whose: column.layer, formula: [], says: fillTemplate(t.to_input, { n: write.count(column.numbers) }), so: t.forward_says }
  const before = pass.columns[at - 1]
  const kind = mainOf(before.through)
  const shape = column.weights?.shape
  const n = shape ? shape.slice(1).reduce((a, b) => a * b, 1) : 0
  const weighed = `w ${kind === 'convolution' ? '∗' : '·'} ${before.layer} + b`
  const right = WEIGHED.includes(kind) ? weighed : `${SHORT[kind] ?? kind}(${before.layer})`
  return {
    whose: `${before.layer} → ${column.layer}`,
    formula: [`${column.layer} = ${right}`],
    says: [fillTemplate(t[`to_${kind}`] ?? '', { n: write.count(n) }), bent(before.through) ? ` ${t.bent}` : ''].join(''),
    so: t.forward_says,
  }
}

export function loss({ t, pass }) {
  const { classes } = pass.of.network
  const [best] = ranked(pass.logits)
  const label = classes[pass.label]
  const p = pass.probabilities[pass.label]
  return {
    whose: t.loss_says,
    formula: [`L = −ln p(${label}) = ${write.number(pass.loss, 4)}`],
    says: fillTemplate(t.surprise, { guess: write.number(Math.log(classes.length)), n: classes.length }),
    so: fillTemplate(best !== pass.label ? t.wrong : p > SURE ? t.right : t.unsure, { label, best: classes[best], p: write.percent(p) }),
  }
}

export function backward({ t, pass, at }) {
  const column = pass.columns[at]
  const next = pass.columns[at + 1]
  if (!next) {
    const formula = [fraction('∂L', '∂z'), ' = p − y']
    return { whose: `L → ${column.layer}`, formula, says: t.from_softmax, so: t.backward_says }
  }
  const kind = mainOf(column.through)
  const [here, there] = [`∂${column.layer}`, `∂${next.layer}`]
  const chain = [fraction('∂L', here), ' = ', fraction('∂L', there), ' · ', fraction(there, here)]
  const says = t[`from_${kind}`] ?? ''
  return {
    whose: `${next.layer} → ${column.layer}`,
    formula: chain,
    says: bent(column.through) ? says.replace(/[.:]/, `, ${t.and_bent}$&`) : says,
    so: fillTemplate(t.zeros, { zeros: write.count(column.zeros), all: write.count(column.numbers) }),
  }
}

export function update({ t, pass, update: now, momentum, cell: [row, column] }) {
  const { rate } = now.of
  const i = row * now.size[1] + column
  const direction = momentum ? 'v' : fraction('∂L', '∂w')
  const first = momentum ? [`v ← ${write.short(MOMENTUM)} v + `, fraction('∂L', '∂w'), ', '] : []
  const formula = [...first, 'w ← w − η ', direction]
  const numbers = v => write.number(v)
  const signed = v => (v < 0 ? `(${numbers(v)})` : numbers(v))
  const sum = `${numbers(now.before[i])} − ${spelledRate(rate, write)} × ${signed(now.velocity[i])} = `
  const together = `η‖${momentum ? 'v' : 'g'}‖ = ${spelledRate(rate, write)} × ${numbers(now.length / rate)} = ${numbers(now.length)}`
  const { classes } = pass.of.network
  const [before, after] = now.probabilities.map(p => `${write.percent(p[pass.label])} %`)
  return {
    whose: fillTemplate(t.update_says, { row, column }),
    formula,
    numbers: [sum, createElement('b', '', numbers(now.after[i]))],
    says: [fillTemplate(t.all, { n: write.count(pass.parameters) }), ' ', createElement('span', 'strong', together)],
    then: [`p(${classes[pass.label]}) `, createElement('b', '', before), ' → ', createElement('b', 'after', after)],
  }
}
