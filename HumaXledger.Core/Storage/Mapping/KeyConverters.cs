using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Keys;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace HumaXledger.Core.Storage.Mapping;

internal sealed class HumaIdConverter() : ValueConverter<HumaId, string>(id => id.Value, text => new HumaId(text));

internal sealed class XledgerIdConverter()
    : ValueConverter<XledgerId, string>(id => id.Value, text => new XledgerId(text));

internal sealed class ProtectedSecretConverter()
    : ValueConverter<ProtectedSecret, string>(secret => secret.Cipher, text => new ProtectedSecret(text));
