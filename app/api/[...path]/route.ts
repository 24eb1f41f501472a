import { noSuchOperation } from '@/lib/http/no-such-operation';

export {
  noSuchOperation as DELETE,
  noSuchOperation as GET,
  noSuchOperation as PATCH,
  noSuchOperation as POST,
  noSuchOperation as PUT,
};
