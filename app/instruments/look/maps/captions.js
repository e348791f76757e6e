// The lines above and below the canvas.
import { fillTemplate, thinSpaces } from '../../kit/numbers.js'
import { language, write } from '../../kit/language.js'
import { halfStep } from './values.js'

const KIND = { input: 'pixel', softmax: 'probability' } // what the numbers of other layers are: activations

/** What stands beside the layer's name: [its kind, its shape, how many parameters it has]. */
export function facts({ layer }, t) {
  const parameters = layer.parameters ? fillTemplate(t.parameters, { n: write.count(layer.parameters) }) : t.no_parameters
  return [layer.title, layer.shape.join('×'), parameters]
}

/** What a layer is and costs: [[key, value]], a row each; of a field that is the whole picture no step and no place. */
export function table(layer, t) {
  const { size, stride, offset, whole } = layer.receptive_field
  const [h, w] = size.map(write.count)
  const field = [
    ['field', fillTemplate(t.pixels, { h, w })],
    ['stride', fillTemplate(t.pixels, { h: stride[0], w: stride[1] })],
    ['offset', fillTemplate(t.corner, { y: write.count(offset[0]), x: write.count(offset[1]) })],
  ]
  return [
    ['shape', layer.shape.map(write.count).join(' × ')],
    ['learnt', thinSpaces(layer.formula, language) || '0'],
    ['macs', write.count(layer.macs)],
    ['connections', write.count(layer.connections)],
    ...(whole ? [['field', t.whole]] : field),
  ]
}

/** What the numbers of the layer are; of the softmax, whose T is always 1, so where the answer beside it has another. */
export function kindOf({ layer, temperature = 1 }, t) {
  const kind = KIND[layer.kind] ?? 'activation'
  return kind === 'probability' && temperature !== 1 ? t.probability_one : t[kind]
}

/** The same as a sentence, and how exact the colours are. */
export const aboutKind = (d, t) => `${t[`help_${KIND[d.layer.kind] ?? 'activation'}`]} ${aboutScale(d, t)}`

/** What the cell under the cursor says; without one, what can be done. */
export function readout(d, hover, t) {
  if (!hover) {
    if (d.pin !== null) return d.vector ? t.hint_pinned_units : t.hint_pinned
    return fillTemplate(d.vector ? t.hint_units : d.count === 1 ? t.hint_channel : t.hint_channels, { n: write.count(d.count) })
  }
  const v = hover.exact ? write.exactly(hover.value) : `≈\u00a0${write.number(hover.value)}`
  const c = d.vector ? write.count(hover.channel) : d.called(hover.channel)
  const name = d.names?.[hover.channel]
  const text = d.vector
    ? fillTemplate(name === undefined ? t.read_unit : t.read_class, { c, name, v })
    : fillTemplate(t.read, { c, row: hover.row, col: hover.col, v })
  return text.replace(/ (\S+)$/, '\u00a0$1') // the number stays beside its word
}

function aboutScale(d, t) {
  const about = fillTemplate(t.about_scale, { error: write.number(halfStep(d.maps), 2) })
  return d.maps.factor > 1 ? `${about} ${fillTemplate(t.about_reduced, { n: d.maps.factor })}` : about
}
