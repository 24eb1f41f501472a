import type { BundleListItem } from '@/lib/bundles/dto';

/** The bundles that have every word of a search in name or notes, in any case. */
export function matching(bundles: BundleListItem[], search: string): BundleListItem[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return bundles.filter(({ name, notes }) => {
    const text = `${name} ${notes ?? ''}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
