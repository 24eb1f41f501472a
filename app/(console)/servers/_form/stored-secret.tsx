import { Button } from '@/app/_components/button';
import { StatusShape } from '@/app/_components/status-shape';
import classes from './form.module.css';

interface Props {
  /** The form's field that the value belongs to; the way to it when it is refused. */
  field: string;
  label: string;
  /** What the buttons are about, where several stand on the page. */
  subject?: string;
  onReplace: () => void;
  onRemove?: () => void;
}

/** Stands where a stored secret's input would: the value never leaves the server. */
export function StoredSecret({ field, label, subject, onReplace, onRemove }: Props) {
  const about = subject ? ` ${subject}` : '';
  return (
    <div className={classes.stored}>
      <span className={classes.storedLabel}>{label}</span>
      <span className={classes.set}>
        <StatusShape shape="ok" size={13} /> set
      </span>
      <Button size="small" onClick={onReplace} data-stands-for={field} aria-label={`Replace${about}`}>
        Replace
      </Button>
      {onRemove && (
        <Button size="small" onClick={onRemove} aria-label={`Remove${about}`}>
          Remove
        </Button>
      )}
    </div>
  );
}
