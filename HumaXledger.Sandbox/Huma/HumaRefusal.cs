using System.Collections.Immutable;

namespace HumaXledger.Sandbox.Huma;

/// <summary>An error answer of Huma: the status and one of the documented bodies (contracts/huma.md 2.2).</summary>
public sealed class HumaRefusal : Exception
{
    private HumaRefusal(int status, string code, string message)
        : base(message)
    {
        Status = status;
        Code = code;
    }

    /// <summary>The HTTP status.</summary>
    public int Status { get; }

    /// <summary>Huma's error code.</summary>
    public string Code { get; }

    /// <summary>Names of the invalid properties.</summary>
    public ImmutableArray<string> Fields { get; private init; } = [];

    /// <summary>The missing object, for 404.</summary>
    public (string Type, string Id)? Missing { get; private init; }

    /// <summary>400: invalid properties.</summary>
    public static HumaRefusal Invalid(params ImmutableArray<string> fields) =>
        new(400, "field:invalid-format", "Invalid field format") { Fields = fields };

    /// <summary>The values of these properties belong to another user.</summary>
    public static HumaRefusal NotUnique(int status, params ImmutableArray<string> fields) =>
        new(status, "field:not-unique", "Already in use") { Fields = fields };

    /// <summary>404: the object does not exist.</summary>
    public static HumaRefusal NotFound(string type, string id) =>
        new(404, "object:not-found", "Object not found") { Missing = (type, id) };

    /// <summary>The profile or these properties are locked.</summary>
    public static HumaRefusal Locked(int status, params ImmutableArray<string> fields) =>
        new(status, "user:locked", "Profile fields are locked") { Fields = fields };

    /// <summary>401; the body is <c>{ error, error_description }</c>.</summary>
    public static HumaRefusal Unauthorized(string error, string description) => new(401, error, description);
}
