using System.Collections.Immutable;

namespace HumaXledger.Sandbox.Huma;

/// <summary>
/// A request that Huma answers with an error; becomes the status and one of the documented bodies (contracts/huma.md
/// 2.2).
/// </summary>
public sealed class HumaRefusal : Exception
{
    private HumaRefusal(int status, string code, string message)
        : base(message)
    {
        Status = status;
        Code = code;
    }

    public int Status { get; }
    public string Code { get; }

    /// <summary>Names of the offending properties.</summary>
    public ImmutableArray<string> Fields { get; private init; } = [];

    /// <summary>What was not found, for 404.</summary>
    public (string Type, string Id)? Missing { get; private init; }

    public static HumaRefusal Invalid(params ImmutableArray<string> fields) =>
        new(400, "field:invalid-format", "Invalid field format") { Fields = fields };

    public static HumaRefusal NotUnique(int status, params ImmutableArray<string> fields) =>
        new(status, "field:not-unique", "Already in use") { Fields = fields };

    public static HumaRefusal NotFound(string type, string id) =>
        new(404, "object:not-found", "Object not found") { Missing = (type, id) };

    public static HumaRefusal Locked(int status, params ImmutableArray<string> fields) =>
        new(status, "user:locked", "Profile fields are locked") { Fields = fields };

    /// <summary>401; the body is <c>{ error, error_description }</c>.</summary>
    public static HumaRefusal Unauthorized(string error, string description) => new(401, error, description);
}
