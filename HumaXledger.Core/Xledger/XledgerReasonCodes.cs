namespace HumaXledger.Core.People;

/// <summary>Codes of <see cref="Reason"/>; the sentence of each is in Portal/Resources under <c>Reason.{code}</c>.</summary>
public static partial class ReasonCodes
{
    /// <summary>{0} host. No connection could be made; nothing was carried out.</summary>
    public const string XledgerUnreachable = "xledger.unreachable";

    /// <summary>{0} host. The connection broke before the whole answer had come.</summary>
    public const string XledgerConnectionLost = "xledger.connectionLost";

    /// <summary>{0} host. No answer within the time allowed.</summary>
    public const string XledgerTimeout = "xledger.timeout";

    /// <summary>Xledger itself gave up: "Your query timed out."</summary>
    public const string XledgerQueryTimeout = "xledger.queryTimeout";

    /// <summary>{0} HTTP status. The server is in trouble (5xx).</summary>
    public const string XledgerServer = "xledger.server";

    /// <summary>{0} HTTP status. The address is not Xledger's GraphQL address.</summary>
    public const string XledgerEndpoint = "xledger.endpoint";

    /// <summary>{0} host. Something else than JSON, such as a page of HTML.</summary>
    public const string XledgerNotJson = "xledger.notJson";

    /// <summary>The answer ends too early or is not what GraphQL answers.</summary>
    public const string XledgerBrokenAnswer = "xledger.brokenAnswer";

    /// <summary>{0} megabytes. The answer is larger than the client accepts.</summary>
    public const string XledgerTooLarge = "xledger.tooLarge";

    /// <summary>The token is unknown, revoked, expired or not in its form.</summary>
    public const string XledgerTokenRejected = "xledger.token.rejected";

    /// <summary>The token may not do this. A probe afterwards usually tells more (<see cref="XledgerTokenRejected"/>, <see cref="XledgerRightMissing"/>).</summary>
    public const string XledgerAccessRefused = "xledger.accessRefused";

    /// <summary>{0} group, {1} scope, {2} read or write, by the words of Xledger's token page.</summary>
    public const string XledgerRightMissing = "xledger.right.missing";

    /// <summary>Something may not be written; Xledger does not say which scope lacks the write tick.</summary>
    public const string XledgerWriteRightMissing = "xledger.right.writeMissing";

    /// <summary>{0} Xledger's own error code. Xledger does not understand a document of ours: its interface has changed.</summary>
    public const string XledgerDocument = "xledger.document";

    /// <summary>Too many requests in a short time, again and again: somebody else uses the same token.</summary>
    public const string XledgerBurst = "xledger.limit.burst";

    /// <summary>Too many requests at the same time, again and again.</summary>
    public const string XledgerConcurrency = "xledger.limit.concurrency";

    /// <summary>{0} when they return, ISO 8601 UTC. The token's credits are used up.</summary>
    public const string XledgerCredits = "xledger.limit.credits";

    /// <summary>Paging does not advance or a page that was announced did not come.</summary>
    public const string XledgerPaging = "xledger.paging";

    /// <summary>{0} the place in the answer. A record came without what identifies it.</summary>
    public const string XledgerRecordUnreadable = "xledger.record.unreadable";

    /// <summary>{0} input path, or nothing. Xledger refused what was sent.</summary>
    public const string XledgerRefused = "xledger.refused";

    /// <summary>{0} input path. A value that should be looked up (a country, a gender) does not exist in the entity.</summary>
    public const string XledgerReferenceUnknown = "xledger.reference.unknown";

    /// <summary>The employment ID is taken in the entity.</summary>
    public const string XledgerDuplicateCode = "xledger.duplicateCode";

    /// <summary>Xledger's server failed while it carried out a request.</summary>
    public const string XledgerUnhandled = "xledger.unhandled";

    /// <summary>{0} field. The field is never written to Xledger.</summary>
    public const string XledgerNotWritable = "xledger.notWritable";

    /// <summary>{0} field. The field cannot be emptied in Xledger.</summary>
    public const string XledgerNotClearable = "xledger.notClearable";

    /// <summary>{0} field. Xledger accepted that the field is emptied and kept the value.</summary>
    public const string XledgerNotCleared = "xledger.notCleared";

    /// <summary>{0} field. The employee has no contact record in Xledger that could hold the field.</summary>
    public const string XledgerNoContact = "xledger.noContact";

    /// <summary>{0} field. Needed to add a person to Xledger.</summary>
    public const string XledgerNeeds = "xledger.needs";

    /// <summary>{0} code. A supplier with the new employee's number exists already; it was not taken over, so the employee has no ledger record yet.</summary>
    public const string XledgerSupplierTaken = "xledger.supplierTaken";
}
