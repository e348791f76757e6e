// Where the page's JavaScript starts: the tabs register themselves, then Gradio's elements are mounted by `boot`.
import './tabs.js'

export { boot } from './kit/boot.js'
