// Where the networks went afterwards: words only, and they are in the template.

export function mount() {}
