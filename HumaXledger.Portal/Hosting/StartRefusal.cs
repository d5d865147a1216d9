using HumaXledger.Core.Storage.Database;
using HumaXledger.Portal.Access;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace HumaXledger.Portal.Hosting;

/// <summary>What stops a start and is no fault of the program: a sentence says it, no stack trace.</summary>
internal static class StartRefusal
{
    /// <summary>The sentence, for the person who starts the program; null for a fault of the program.</summary>
    public static string? SentenceOf(Exception fault) =>
        fault switch
        {
            StartRefusedException or OptionsValidationException or StoreUnusable => fault.Message,
            // Kestrel's text names the address.
            IOException { InnerException: AddressInUseException } => fault.Message,
            _ => null,
        };
}
