import { IconSearch } from '@tabler/icons-react';
import Form from 'next/form';
import classes from '../servers/list-filters.module.css';

/** A plain GET form: the search stands in the address. */
export function BundleSearch({ search }: { search: string }) {
  return (
    <Form action="/certificates" className={classes.filters}>
      <label className={classes.search}>
        <span className="sr-only">Search bundles</span>
        <IconSearch size={15} aria-hidden />
        <input
          key={search}
          type="search"
          name="search"
          defaultValue={search}
          placeholder="Search name and notes"
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
        />
      </label>
    </Form>
  );
}
