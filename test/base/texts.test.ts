/** The texts for readers: whole in both languages, the site's own over them, and a wrong one refused at start by its place. */

import { expect } from 'chai';
import { type Texts, type Wording, wordingIn, wordingsWith } from '../../lib/base/texts.js';
import { createClientScripts } from '../../lib/page/page.js';
import { scripts as sources } from '../../lib/v2/platform.js';
import { failure } from '../support/errors.js';

const builtIn = wordingsWith();
const english = builtIn.get('en') as Wording;
const german = builtIn.get('de') as Wording;
const names = Object.keys(english).filter((key) => key !== 'language') as (keyof Texts)[];

describe('the texts', () => {
  it('are whole in English and in German: sentences end, headings and labels do not', () => {
    expect(Object.keys(german)).to.deep.equal(Object.keys(english));
    for (const name of names) {
      const isSentence = !/Heading$|Label$|^oneMoment$/.test(name);
      for (const text of [english[name], german[name]]) expect(text.endsWith('.'), text).to.equal(isSentence);
      expect(german[name]).to.not.equal(english[name]);
    }
  });

  it('are those of the reader’s language, else of the site’s, else English', () => {
    const wordings = wordingsWith({ fr: { buyLabel: 'Acheter' } });
    const of = (language: string, readers?: string) => wordingIn({ wordings, language }, readers).language;
    const languages = [of('en', 'de'), of('de'), of('de', 'it'), of('it'), of('it', 'fr')];
    expect(languages).to.deep.equal(['de', 'de', 'de', 'en', 'fr']);
  });

  it('of the site stand over those of the language, and those of a further language over English', () => {
    const french = { buyLabel: 'Acheter', login: undefined } as never;
    const wordings = wordingsWith({ de: { buyLabel: 'Her damit' }, fr: french });
    expect(wordings.get('de')).to.deep.equal({ ...german, buyLabel: 'Her damit' });
    expect(wordings.get('fr')).to.deep.equal({ ...english, language: 'fr', buyLabel: 'Acheter' });
    expect(wordings.get('en')).to.deep.equal(english);
  });

  it('of the site stand in the scripts, of which there is one for each language', () => {
    const scripts = createClientScripts(sources, wordingsWith({ fr: { blocked: 'Bloqué : «"\'`\\' } }));
    const all = ['account', 'checkout', 'later'].flatMap((kind) => [kind, `${kind}-de`, `${kind}-fr`]);
    expect([...scripts.keys()].sort()).to.deep.equal(all);
    expect(scripts.get('checkout-fr')?.text).to.include(JSON.stringify('Bloqué : «"\'`\\'));
  });

  for (const [what, [texts, says]] of Object.entries<[object, RegExp]>({
    'a language that is none': [{ german: {} }, /texts: got the key "german", expected a language/],
    'a language without texts': [{ de: 'Kaufen' }, /texts\.de: got a string of 6 characters, expected an obj/],
    'a text that is none': [{ de: { buyLabel: 5 } }, /texts\.de\.buyLabel: got a value of type number/],
    'an empty text': [{ en: { login: '' } }, /texts\.en\.login: got an empty string, expected a string/],
    'an unknown text': [{ de: { buylabel: 'x' } }, /texts\.de has no field "buylabel"; did you mean buyL/],
  })) {
    it(`refuse ${what}, by its place`, async () => {
      const error = await failure(() => wordingsWith(texts as never));
      expect(error).to.include({ name: 'PlenigoOptionError', code: 'invalid-option' });
      expect(error.message).to.match(says);
    });
  }
});
