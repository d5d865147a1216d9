namespace HumaXledger.Core.Reasons;

/// <summary>Retrying, undoing and deciding values again after a run.</summary>
public static class FollowUpReasons
{
    /// <summary>All changes of the run were made or need a new decision.</summary>
    public const string NothingToRetry = "retry.nothing";

    /// <summary>A change that an earlier run could not make.</summary>
    public const string TriedAgain = "retry.again";

    /// <summary>Held by an earlier run and decided again by the current values.</summary>
    public const string ChangeDecidedAnew = "change.decidedAnew";

    /// <summary>None of the held values is to be written.</summary>
    public const string NothingDecidedAnew = "held.nothing";

    /// <summary>Restored to the value before a run. Arguments: the number of the run.</summary>
    public const string UndoPutsBack = "undo.putsBack";

    /// <summary>A person was added to Huma; the product never deletes people.</summary>
    public const string UndoAddedToHuma = "undo.addedToHuma";

    /// <summary>A person was added to Xledger; the product never deletes people.</summary>
    public const string UndoAddedToXledger = "undo.addedToXledger";

    /// <summary>The e-mail awaits the person's confirmation, so it has not changed yet.</summary>
    public const string UndoAwaiting = "undo.awaiting";

    /// <summary>
    /// The field was empty before, and the system accepts no empty value. Arguments: the system, the field's name.
    /// </summary>
    public const string UndoNotClearable = "undo.notClearable";

    /// <summary>The value before could not be read. Arguments: the system.</summary>
    public const string UndoUnknownBefore = "undo.unknownBefore";

    /// <summary>A later run changed the value again. Arguments: the number of that run.</summary>
    public const string UndoChangedSince = "undo.changedSince";

    /// <summary>The value was already there; the run did not write it.</summary>
    public const string UndoNotWritten = "undo.notWritten";

    /// <summary>The run only made two places in Xledger agree.</summary>
    public const string UndoInside = "undo.inside";

    /// <summary>All changes have already been undone.</summary>
    public const string UndoneAlready = "undo.already";

    /// <summary>The field already has the value from before the run.</summary>
    public const string UndoAsBefore = "undo.asBefore";

    /// <summary>Nothing was written.</summary>
    public const string NothingToUndo = "undo.nothing";
}
