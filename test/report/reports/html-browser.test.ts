import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect } from 'chai'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { renderReport } from '../../../src/report/reports/index.js'
import { hostile, hostileReport } from './hostile.js'

const { source: axe } = createRequire(import.meta.url)('axe-core')
const executablePath = '/usr/bin/chromium'
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

describe('a report in a browser', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'koji-releng-report-'))
  const file = path.join(folder, 'report.html')
  let browser: Browser
  before(async function () {
    if (!existsSync(executablePath)) {
      process.stderr.write(`skipped: reports are not looked at, there is no ${executablePath}\n`)
      this.skip()
    }
    writeFileSync(
      file,
      await renderReport(hostileReport(), 'html', { name: 'koji-releng', version: '1.0.0' }),
    )
    browser = await chromium.launch({ executablePath, args })
  })
  after(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  /** Opens the report, does something with it, and looks at what it asked for and complained of. */
  async function opened(
    work: (page: Page) => Promise<void>,
    options: Parameters<Browser['newContext']>[0] = {},
  ): Promise<void> {
    const context: BrowserContext = await browser.newContext(options)
    const page = await context.newPage()
    const requests: string[] = []
    const complaints: string[] = []
    page.on('request', request => requests.push(request.url()))
    page.on('console', message => complaints.push(message.text()))
    page.on('pageerror', error => complaints.push(String(error)))
    await page.goto(pathToFileURL(file).href)
    await work(page)
    expect(requests.map(url => url.replace(/#.*/, ''))).to.deep.equal([pathToFileURL(file).href])
    expect(complaints).to.deep.equal([])
    await context.close()
  }

  const shown = (page: Page) => page.locator('.item:visible').count()

  it('shows text as text, asks for nothing, and runs nothing of it', () =>
    opened(async page => {
      expect(await page.evaluate('globalThis.hit')).to.equal(undefined)
      expect(await page.locator('img, iframe, link, object').count()).to.equal(0)
      const text = (await page.locator('main').textContent()) ?? ''
      for (const one of [hostile[0], hostile[1], hostile[2], hostile[3], hostile[7]])
        expect(text).to.contain(one)
      expect(text).to.contain('\\u{1b}[31mred').and.to.contain('\\u{202e}').and.to.contain('\\u{0}')
    }))

  it('filters by release, severity, person and words', () =>
    opened(async page => {
      const status = page.locator('#shown')
      expect(await status.textContent()).to.equal('11 of 11 shown')
      await page.getByLabel('Release').selectOption('f44')
      expect([await shown(page), await status.textContent()]).to.deep.equal([5, '5 of 11 shown'])
      await page.getByLabel('Severity').selectOption('error')
      expect(await page.locator('.item:visible .badge').allTextContents()).to.deep.equal(['error', 'error'])
      expect(await page.locator('.timeline li:visible').count()).to.equal(2)
      await page.getByRole('button', { name: 'Show all' }).click()
      // A form tells of its reset before it is done.
      await page.getByText('11 of 11 shown').waitFor()
      expect(await shown(page)).to.equal(11)
      await page.getByLabel('Person').selectOption('ralph')
      expect(await shown(page)).to.equal(6)
      await page.getByLabel('Text').fill('{{7*7}}')
      expect(await shown(page)).to.equal(1)
      expect(await page.locator('section:visible h2').allTextContents()).to.have.length(3)
    }))

  it('is used by keyboard alone', () =>
    opened(async page => {
      await page.keyboard.press('Tab')
      expect(await page.evaluate('document.activeElement.textContent')).to.equal('Skip to the entries')
      await page.keyboard.press('Enter')
      await page.keyboard.press('Tab')
      expect(await page.evaluate('document.activeElement.id')).to.equal('filter-release')
      await page.keyboard.press('ArrowDown')
      expect(await shown(page)).to.be.lessThan(11)
      await page.locator('.picture').focus()
      const width = () => page.locator('.picture svg').getAttribute('width').then(Number)
      const before = await width()
      await page.keyboard.press('+')
      expect(await width()).to.equal(Math.round(before * 1.25))
      await page.keyboard.press('0')
      expect(await width()).to.equal(before)
    }))

  it('is whole without JavaScript, and on paper', () =>
    opened(
      async page => {
        expect(await shown(page)).to.equal(11)
        expect(await page.locator('#filters').isVisible()).to.equal(false)
        await page.emulateMedia({ media: 'print' })
        expect(await shown(page)).to.equal(11)
        expect(await page.locator('nav').isVisible()).to.equal(false)
      },
      { javaScriptEnabled: false },
    ))

  for (const colorScheme of ['light', 'dark'] as const)
    it(`has no violation that axe knows, ${colorScheme}`, () =>
      opened(
        async page => {
          await page.evaluate(axe)
          const { violations } = await page.evaluate<{
            violations: { id: string; nodes: { html: string }[] }[]
          }>('axe.run()')
          expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).to.deep.equal([])
        },
        { colorScheme },
      ))
})
