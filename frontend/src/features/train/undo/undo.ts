/** Taking changes back and making them again. */
export interface Undo {
  undo: () => void;
  redo: () => void;
  canUndo: boolean;
  canRedo: boolean;
  /** Grows with each of both. */
  revision: number;
}
