// What search engines are told of a story: what it is, and that a part of it is not free, so that they take no offence.

interface Story {
  title: string;
  description: string;
  author: string;
  /** Absolute. */
  url: string;
}

/** schema.org's JSON-LD, for a `script` element: no text of a story can end it. */
export function structuredData({ title, description, author, url }: Story): string {
  const data = {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    headline: title,
    description,
    author: { '@type': 'Person', name: author },
    mainEntityOfPage: url,
    isAccessibleForFree: false,
    // The class of the element that only buyers get.
    hasPart: { '@type': 'WebPageElement', isAccessibleForFree: false, cssSelector: '.story-paid' },
  };
  return JSON.stringify(data).replaceAll('<', '\\u003c');
}
