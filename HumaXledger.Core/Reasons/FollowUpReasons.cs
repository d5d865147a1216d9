namespace HumaXledger.Core.Reasons;

/// <summary>Retrying, undoing and deciding values anew after a run.</summary>
public static class FollowUpReasons
{
    /// <summary>Everything of the run was done or needs a new decision.</summary>
    public const string NothingToRetry = "retry.nothing";

    /// <summary>A change of an earlier run that could not be made then.</summary>
    public const string TriedAgain = "retry.again";

    /// <summary>Held back by an earlier run and decided anew by what was there.</summary>
    public const string ChangeDecidedAnew = "change.decidedAnew";

    /// <summary>No held value is to be written.</summary>
    public const string NothingDecidedAnew = "held.nothing";

    /// <summary>Put back to what it was before a run. Number of the run.</summary>
    public const string UndoPutsBack = "undo.putsBack";

    /// <summary>A person was added to Huma, and people are never deleted by us.</summary>
    public const string UndoAddedToHuma = "undo.addedToHuma";

    /// <summary>A person was added to Xledger, and people are never deleted by us.</summary>
    public const string UndoAddedToXledger = "undo.addedToXledger";

    /// <summary>The e-mail waits for the person's confirmation: it is not changed yet.</summary>
    public const string UndoAwaiting = "undo.awaiting";

    /// <summary>It was empty before, and the system takes no empty value. The system, the field's name.</summary>
    public const string UndoNotClearable = "undo.notClearable";

    /// <summary>What was there before could not be read. The system.</summary>
    public const string UndoUnknownBefore = "undo.unknownBefore";

    /// <summary>A later run changed it again. Number of that run.</summary>
    public const string UndoChangedSince = "undo.changedSince";

    /// <summary>The value was there already; the run did not write it.</summary>
    public const string UndoNotWritten = "undo.notWritten";

    /// <summary>The run only made two places inside Xledger agree.</summary>
    public const string UndoInside = "undo.inside";

    /// <summary>All of it was undone before.</summary>
    public const string UndoneAlready = "undo.already";
    public const string UndoAsBefore = "undo.asBefore";

    /// <summary>Nothing of it was written.</summary>
    public const string NothingToUndo = "undo.nothing";
}
