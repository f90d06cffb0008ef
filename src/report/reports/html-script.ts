/** Filters and the zoom of a report. It reads attributes and hides elements; it never makes any of texts. */
export const script = `
(() => {
  const all = selector => [...document.querySelectorAll(selector)]
  const form = document.getElementById('filters')
  const items = all('.item').map(element => ({
    element,
    kind: element.dataset.kind,
    release: element.dataset.release,
    people: JSON.parse(element.dataset.people),
    text: element.textContent.toLowerCase(),
  }))
  const valueOf = id => document.getElementById('filter-' + id).value
  function filter() {
    const [release, kind, person] = ['release', 'kind', 'person'].map(valueOf)
    const words = valueOf('text').toLowerCase().split(/\\s+/)
    let shown = 0
    for (const item of items) {
      const fits = (release === '' || item.release === release) && (kind === '' || item.kind === kind) &&
        (person === '' || item.people.includes(person)) && words.every(word => item.text.includes(word))
      item.element.hidden = !fits
      if (fits) shown += 1
    }
    for (const section of all('section:has(> .items)'))
      section.hidden = section.querySelector('.item:not([hidden])') === null
    for (const link of all('.timeline a'))
      link.hidden = document.getElementById(link.hash.slice(1)).hidden
    for (const event of all('.timeline li'))
      event.hidden = event.dataset.of.split(' ').every(id => document.getElementById(id).hidden)
    for (const link of all('nav a'))
      link.parentElement.hidden = document.getElementById(link.hash.slice(1)).closest('section').hidden
    document.getElementById('shown').textContent = shown + ' of ' + items.length + ' shown'
  }
  if (form !== null) {
    form.hidden = false
    form.addEventListener('input', filter)
    form.addEventListener('submit', event => event.preventDefault())
    form.addEventListener('reset', () => setTimeout(filter))
    filter()
  }
  const picture = document.querySelector('.picture')
  const zoom = document.querySelector('.zoom')
  if (picture === null) return
  const svg = picture.querySelector('svg')
  const [width, height] = ['width', 'height'].map(name => Number(svg.getAttribute(name)))
  let scale = 1
  const zoomTo = wanted => {
    scale = Math.min(4, Math.max(0.2, wanted))
    svg.setAttribute('width', Math.round(width * scale))
    svg.setAttribute('height', Math.round(height * scale))
    zoom.querySelector('output').textContent = Math.round(scale * 100) + ' %'
  }
  const steps = { in: () => zoomTo(scale * 1.25), out: () => zoomTo(scale / 1.25), reset: () => zoomTo(1) }
  const keys = { '+': 'in', '-': 'out', 0: 'reset' }
  zoom.hidden = false
  for (const button of zoom.querySelectorAll('button')) button.addEventListener('click', steps[button.dataset.step])
  picture.addEventListener('keydown', event => {
    const step = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key]
    if (step === undefined) return
    event.preventDefault()
    steps[step]()
  })
})()
`
