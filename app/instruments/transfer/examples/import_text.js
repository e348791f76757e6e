// What was done to the classes, in words; '' where nothing is to be said. Pure.
import { fillTemplate } from '../../kit/numbers.js'

/** `count(n)`: a number as the page writes it. */
export function told(done, t, count = n => String(n)) {
  if (!done) return ''
  if (done.pictures) return done.pictures > 1 ? fillTemplate(t.removed_n, { n: done.pictures }) : t.removed_1
  if (done.name !== undefined) return fillTemplate(done.n ? t.removed_class : t.removed_empty, done)
  if (done.to !== undefined) return fillTemplate(t.renamed, done)
  const { added = null, classes = 0, aside = 0 } = done
  const said = (words, n) => (n ? fillTemplate(n > 1 ? words.many : words.one, { n: count(n) }) : '')
  const came =
    added && [added.title, said(t.added_classes, added.classes), said(t.added_pictures, added.pictures)].filter(Boolean).join(', ')
  return [came && fillTemplate(t.added, { what: came }), said(t.replaced, classes), said(t.aside, aside)].filter(Boolean).join('. ')
}
