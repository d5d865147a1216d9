using Microsoft.Extensions.Options;

namespace HumaXledger.Core.Huma;

/// <summary>Reports an invalid setting by name, with its allowed values, when the program starts.</summary>
internal sealed class HumaOptionsCheck : IValidateOptions<HumaOptions>
{
    public ValidateOptionsResult Validate(string? name, HumaOptions options)
    {
        var wrong = options
            .Environments.Where(environment => !IsUsable(environment.Value.BaseAddress))
            .Select(environment =>
                $"{HumaOptions.Section}:Environments:{environment.Key}:BaseAddress must be an absolute https address "
                + "(http only to this machine), such as https://openapi.humahr.com."
            )
            .ToList();
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    // The client secret is sent there: never in clear text over a network.
    private static bool IsUsable(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
        && address.Query.Length == 0
        && address.UserInfo.Length == 0;
}
