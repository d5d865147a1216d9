namespace HumaXledger.Core.Reasons;

/// <summary>What Xledger and its client give as reasons.</summary>
public static class XledgerReasons
{
    /// <summary>{0} host. No connection could be made; nothing was carried out.</summary>
    public const string Unreachable = "xledger.unreachable";

    /// <summary>{0} host. The connection broke before the whole answer had come.</summary>
    public const string ConnectionLost = "xledger.connectionLost";

    /// <summary>{0} host. No answer within the time allowed.</summary>
    public const string Timeout = "xledger.timeout";

    /// <summary>Xledger itself gave up: "Your query timed out."</summary>
    public const string QueryTimeout = "xledger.queryTimeout";

    /// <summary>{0} HTTP status. The server is in trouble (5xx).</summary>
    public const string Server = "xledger.server";

    /// <summary>{0} HTTP status. The address is not Xledger's GraphQL address.</summary>
    public const string Endpoint = "xledger.endpoint";

    /// <summary>{0} host. Something else than JSON, such as a page of HTML.</summary>
    public const string NotJson = "xledger.notJson";

    /// <summary>The answer ends too early or is not what GraphQL answers.</summary>
    public const string BrokenAnswer = "xledger.brokenAnswer";

    /// <summary>{0} megabytes. The answer is larger than the client accepts.</summary>
    public const string TooLarge = "xledger.tooLarge";

    /// <summary>The token is unknown, revoked, expired or not in its form.</summary>
    public const string TokenRejected = "xledger.token.rejected";

    /// <summary>
    /// The token may not do this. A probe afterwards usually tells more (<see cref="TokenRejected"/>,
    /// <see cref="RightMissing"/>).
    /// </summary>
    public const string AccessRefused = "xledger.accessRefused";

    /// <summary>{0} group, {1} scope, {2} read or write, by the words of Xledger's token page.</summary>
    public const string RightMissing = "xledger.right.missing";

    /// <summary>Something may not be written; Xledger does not say which scope lacks the write tick.</summary>
    public const string WriteRightMissing = "xledger.right.writeMissing";

    /// <summary>
    /// {0} Xledger's own error code. Xledger does not understand a document of ours: its interface has changed.
    /// </summary>
    public const string Document = "xledger.document";

    /// <summary>Too many requests in a short time, again and again: another client uses the same token.</summary>
    public const string Burst = "xledger.limit.burst";

    /// <summary>Too many requests at the same time, again and again.</summary>
    public const string Concurrency = "xledger.limit.concurrency";

    /// <summary>{0} when they return, ISO 8601 UTC. The token's credits are used up.</summary>
    public const string Credits = "xledger.limit.credits";

    /// <summary>Paging does not advance or a page that was announced did not come.</summary>
    public const string Paging = "xledger.paging";

    /// <summary>{0} the place in the answer. A record came without what identifies it.</summary>
    public const string RecordUnreadable = "xledger.record.unreadable";

    /// <summary>{0} input path, or nothing. Xledger refused what was sent.</summary>
    public const string Refused = "xledger.refused";

    /// <summary>
    /// {0} input path. A value that should be looked up (a country, a gender) does not exist in the entity.
    /// </summary>
    public const string ReferenceUnknown = "xledger.reference.unknown";

    /// <summary>The employment ID is taken in the entity.</summary>
    public const string DuplicateCode = "xledger.duplicateCode";

    /// <summary>Xledger's server failed while it carried out a request.</summary>
    public const string Unhandled = "xledger.unhandled";

    /// <summary>{0} field. The field is never written to Xledger.</summary>
    public const string NotWritable = "xledger.notWritable";

    /// <summary>{0} field. The field cannot be emptied in Xledger.</summary>
    public const string NotClearable = "xledger.notClearable";

    /// <summary>{0} field. Xledger accepted that the field is emptied and kept the value.</summary>
    public const string NotCleared = "xledger.notCleared";

    /// <summary>{0} field. Needed to add a person to Xledger.</summary>
    public const string Needs = "xledger.needs";

    /// <summary>
    /// {0} code. A supplier with the new employee's number exists already; it was not taken over, so the employee has
    /// no ledger record yet.
    /// </summary>
    public const string SupplierTaken = "xledger.supplierTaken";
}
